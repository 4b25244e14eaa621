// int and float, against values that CPython computed.
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>

#include "call.hpp"

namespace rt {
namespace {

using Numbers = Call;

constexpr std::int64_t LARGEST = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t SMALLEST = std::numeric_limits<std::int64_t>::min();

TEST_F(Numbers, IntsFallBackWhereTheyLeave64Bits) {
    EXPECT_TRUE(falls_back([] { return Int(LARGEST) + 1; }, Reason::Overflow));
    EXPECT_TRUE(falls_back([] { return Int(SMALLEST) - 1; }, Reason::Overflow));
    EXPECT_TRUE(falls_back([] { return Int(LARGEST) * 2; }, Reason::Overflow));
    EXPECT_TRUE(falls_back([] { return -Int(SMALLEST); }, Reason::Overflow));
    EXPECT_TRUE(falls_back([] { return floor_div(SMALLEST, -1); }, Reason::Overflow));
    EXPECT_EQ(int_pow(-2, 63), SMALLEST);
    EXPECT_TRUE(falls_back([] { return int_pow(2, 63); }, Reason::Overflow));
}

TEST_F(Numbers, DivisionFloors) {
    EXPECT_EQ(floor_div(-7, 2), -4);
    EXPECT_EQ(floor_div(7, -2), -4);
    EXPECT_EQ(floor_mod(-7, 3), 2);
    EXPECT_EQ(floor_mod(7, -3), -2);
    EXPECT_EQ(floor_mod_float(-7.5, 2.0), 0.5);
    EXPECT_EQ(floor_div_float(-7.5, 2.0), -4.0);
    EXPECT_TRUE(std::signbit(floor_mod_float(-4.0, -2.0)));
}

TEST_F(Numbers, DivisionByZeroSpeaksAsTheRunningPython) {
    EXPECT_EQ(raised(ZeroDivisionError, [] { return floor_mod(1, 0); }), "integer modulo by zero");
    EXPECT_EQ(raised(ZeroDivisionError, [] { return floor_div(1, 0); }), "integer division or modulo by zero");
    EXPECT_EQ(raised(ZeroDivisionError, [] { return floor_mod_float(1.0, 0.0); }), "float modulo");
    python(313);
    EXPECT_EQ(raised(ZeroDivisionError, [] { return floor_mod_float(1.0, 0.0); }), "float modulo by zero");
}

TEST_F(Numbers, IntsAndFloatsCompareExactly) {
    constexpr std::int64_t BEYOND = (std::int64_t{1} << 53) + 1;
    EXPECT_TRUE(gt_int_float(BEYOND, 9007199254740992.0));
    EXPECT_FALSE(eq_int_float(BEYOND, 9007199254740992.0));
    EXPECT_TRUE(lt_int_float(LARGEST, 9223372036854775808.0));
    EXPECT_TRUE(ne_int_float(1, std::numeric_limits<double>::quiet_NaN()));
    EXPECT_FALSE(le_int_float(1, std::numeric_limits<double>::quiet_NaN()));
}

TEST_F(Numbers, RoundsTheDecimalAndNotTheProduct) {
    EXPECT_EQ(round_to(2.675, 2), 2.67);
    EXPECT_EQ(round_to(0.285, 2), 0.28);
    EXPECT_EQ(round_to(1.005, 2), 1.0);
    EXPECT_EQ(round_to(2.5, 0), 2.0);
    EXPECT_EQ(round_to(1234.0, -2), 1200.0);
    EXPECT_EQ(round_to(5e22, -22), 5e22);
    EXPECT_TRUE(std::signbit(round_to(-0.4, 0)));
    EXPECT_EQ(round_half_even(2.5), 2);
    EXPECT_EQ(round_half_even(-3.5), -4);
    EXPECT_TRUE(falls_back([] { return round_half_even(1e19); }, Reason::Overflow));
}

TEST_F(Numbers, TextsOfFloatsAreShortest) {
    EXPECT_EQ(str_of_float(0.1 + 0.2), "0.30000000000000004"_s);
    EXPECT_EQ(str_of_float(1e16), "1e+16"_s);
    EXPECT_EQ(str_of_float(123456789012345680.0), "1.2345678901234568e+17"_s);
    EXPECT_EQ(str_of_float(0.0001), "0.0001"_s);
    EXPECT_EQ(str_of_float(0.00001), "1e-05"_s);
    EXPECT_EQ(str_of_float(-0.0), "-0.0"_s);
    EXPECT_EQ(str_of_float(100.0), "100.0"_s);
}

TEST_F(Numbers, Formats) {
    EXPECT_EQ(format_float(1234567.891, "015,.2f"_s), "0,001,234,567.89"_s);
    EXPECT_EQ(format_float(2.675, ".2f"_s), "2.67"_s);
    EXPECT_EQ(format_float(0.5, ".0%"_s), "50%"_s);
    EXPECT_EQ(format_float(1234.5, ".3"_s), "1.23e+03"_s);
    EXPECT_EQ(format_int(-42, "+06d"_s), "-00042"_s);
    EXPECT_EQ(format_int(255, "_b"_s), "1111_1111"_s);
    EXPECT_EQ(format_int(1234567, ","_s), "1,234,567"_s);
    EXPECT_EQ(format_str("ñandú"_s, "*^9.4"_s), "**ñand***"_s);
}

TEST_F(Numbers, FixedNotationIsExact) {
    std::mt19937_64 random(1);
    const std::array<rt::Str, 4> specs = {".0f"_s, ".2f"_s, ".3f"_s, ".9f"_s};
    const std::array<int, 4> places = {0, 2, 3, 9};
    for (int round = 0; round < 20'000; ++round) {
        const double some = std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 120) - 110);
        const double tie = static_cast<double>(random() % (1 << 20)) / 8;
        for (const double x : {some, -some, tie, tie + 0.005}) {
            for (std::size_t i = 0; i < specs.size(); ++i) {
                std::array<char, 400> wanted;
                std::snprintf(wanted.data(), wanted.size(), "%.*f", places[i], x);
                ASSERT_EQ(rt::format_float(x, specs[i]).view(), wanted.data());
            }
        }
    }
}

TEST_F(Numbers, ReadsTextsAsPythonDoes) {
    EXPECT_EQ(int_of_str(" -1_000\n"_s), -1000);
    EXPECT_EQ(raised(ValueError, [] { return int_of_str("1__0"_s); }), "invalid literal for int() with base 10: '1__0'");
    EXPECT_EQ(float_of_str("1_0.5e-1"_s), 1.05);
    EXPECT_EQ(float_of_str("1e400"_s), std::numeric_limits<double>::infinity());
    EXPECT_EQ(raised(ValueError, [] { return float_of_str("1e"_s); }), "could not convert string to float: '1e'");
}

TEST_F(Numbers, PowersAreLibmsWithPythonsErrors) {
    EXPECT_EQ(pow_float(0.1, 3.0), 0.0010000000000000002);
    EXPECT_EQ(raised(ZeroDivisionError, [] { return pow_float(0.0, -1.0); }), "0.0 cannot be raised to a negative power");
    EXPECT_EQ(raised(OverflowError, [] { return pow_float(10.0, 400.0); }), "(34, 'Numerical result out of range')");
    EXPECT_TRUE(falls_back([] { return pow_float(-8.0, 0.5); }, Reason::Value));
}

}  // namespace
}  // namespace rt
