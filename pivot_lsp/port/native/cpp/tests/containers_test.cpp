// str, list, dict and what walks over them.
#include <limits>
#include <string>

#include "call.hpp"

namespace rt {
namespace {

using Containers = Call;

TEST_F(Containers, TextsCountCodePoints) {
    const Str s = "ñandú"_s;
    EXPECT_EQ(len_str(s), 5);
    EXPECT_EQ(s[0], "ñ"_s);
    EXPECT_EQ(s[-1], "ú"_s);
    EXPECT_EQ(s.find("d"_s), 3);
    EXPECT_EQ(slice_str(s, std::nullopt, std::nullopt, -1), "údnañ"_s);
    EXPECT_EQ(raised(IndexError, [&] { return s[5]; }), "string index out of range");
    EXPECT_TRUE(falls_back([&] { return s.upper(); }, Reason::Value));
}

TEST_F(Containers, AnExceptionKeepsItsAttributesApartFromItsArguments) {
    const Exc exc = ValueError("short"_s, Int(7), std::optional<Str>("a"_s), std::optional<double>()).with_fields(3);
    EXPECT_EQ(exc.text(), "short"_s);
    EXPECT_EQ(exc.field<Int>(0), Int(7));
    EXPECT_EQ(exc.field<std::optional<Str>>(1), "a"_s);
    EXPECT_FALSE(exc.field<std::optional<double>>(2).has_value());
}

TEST_F(Containers, TextsGrowWhereTheyStand) {
    Str s = ""_s;
    const char* moved = nullptr;
    int moves = 0;
    for (int i = 0; i < 20'000; ++i) {
        s = concat(s, str_of_int(i));
        moves += s.data != moved ? 1 : 0;
        moved = s.data;
    }
    EXPECT_LT(moves, 20);
}

TEST_F(Containers, AppendingToAViewLeavesTheOthersAlone) {
    const Str base = concat("ab"_s, str_of_int(12));
    const Str one = concat(base, "x"_s);
    const Str two = concat(base, "y"_s);
    EXPECT_EQ(one, "ab12x"_s);
    EXPECT_EQ(two, "ab12y"_s);
    EXPECT_EQ(base, "ab12"_s);
}

TEST_F(Containers, AViewIsTheListItself) {
    const auto xs = list<Int>({1, 2, 3});
    const auto items = own_view(xs);
    items.set(-1, 30);
    xs.set(0, 10);
    EXPECT_EQ(xs[2], 30);
    EXPECT_EQ(items[0], 10);
    EXPECT_EQ(items[-3], 10);
    for (const std::int64_t index : {std::int64_t{3}, std::int64_t{-4}, INT64_MAX, INT64_MIN}) {
        EXPECT_EQ(raised(IndexError, [&] { return items[index]; }), raised(IndexError, [&] { return xs[index]; }));
        EXPECT_EQ(raised(IndexError, [&] { items.set(index, 0); }), raised(IndexError, [&] { xs.set(index, 0); }));
    }
}

TEST_F(Containers, AFillingGivesItsItemsBackToTheList) {
    const auto xs = list<Int>({7});
    reserve(xs, 3);
    auto items = filling(xs);
    for (std::int64_t i = 0; i < 100; ++i) {
        items.append(i);
        EXPECT_EQ(items[-1], i);
        EXPECT_EQ(items.nth(i + 1), i);
    }
    items.set_nth(0, 8);
    items.set(-2, 9);
    EXPECT_EQ(items.size(), 101);
    EXPECT_EQ(raised(IndexError, [&] { return items.nth(101); }), raised(IndexError, [&] { return xs[101]; }));
    items.done();
    EXPECT_EQ(xs.size(), 101);
    EXPECT_EQ(xs[0] + xs.nth(99), 17);
}

TEST_F(Containers, CodePointsAreNumbers) {
    const Str s = "aß€😀"_s;
    Int sum = 0;
    for (const Int point : view(point_list(s))) {
        sum += point;
    }
    for (const Int point : points(s)) {
        sum -= point;
    }
    EXPECT_EQ(sum, 0);
    EXPECT_EQ(point_at(s, -1), 0x1F600);
    EXPECT_EQ(point_at("ab"_s, 1), 'b');
    EXPECT_EQ(raised(IndexError, [&] { return point_at(s, 4); }), "string index out of range");
}

TEST_F(Containers, ARowThatIsNotThereIsToldWhenItIsAsked) {
    const auto table = list<List<Int>>({list<Int>({1, 2})});
    EXPECT_EQ(row(table, -1)[1], 2);
    const std::string wanted = raised(IndexError, [&] { return table[1]; });
    for (const Int index : {Int(1), Int(-2)}) {
        EXPECT_EQ(raised(IndexError, [&] { return row(table, index)[0]; }), wanted);
        EXPECT_EQ(raised(IndexError, [&] { own_row(view(table), index).set(0, 5); }), wanted);
    }
}

TEST_F(Containers, ListsAreHandles) {
    const auto xs = list<Int>({3, 1, 2});
    const auto same = xs;
    same.append(4);
    EXPECT_EQ(len(xs), 4);
    EXPECT_EQ(xs[-1], 4);
    EXPECT_EQ(raised(IndexError, [&] { return xs[4]; }), "list index out of range");
    EXPECT_EQ(raised(ValueError, [&] { return xs.index(9); }), "9 is not in list");
}

TEST_F(Containers, AListMayGrowWhileItIsWalkedOver) {
    const auto xs = list<Int>({1, 2, 3});
    Int total = 0;
    for (const Int x : xs) {
        if (len(xs) < 50) {
            xs.append(x + 1);
        }
        total += x;
    }
    EXPECT_EQ(len(xs), 50);
    EXPECT_GT(total, 50);
}

TEST_F(Containers, ArgumentsAreNeverWritten) {
    Int given[] = {3, 1, 2};
    ListBody<Int> body{given, 3, 0};
    const List<Int> xs(&body);
    xs.sort(false);
    EXPECT_EQ(given[0], 3);
    EXPECT_EQ(xs[0], 1);
}

TEST_F(Containers, SortsAreStable) {
    const auto xs = list<std::tuple<Int, Str>>();
    for (int i = 0; i < 500; ++i) {
        xs.append({i * 7919 % 5, str_of_int(i)});
    }
    const auto by_number = [](const std::tuple<Int, Str>& x) { return std::get<0>(x); };
    for (const bool reverse : {false, true}) {
        const auto sorted_ = sorted(xs, by_number, reverse);
        for (std::int64_t i = 1; i < sorted_.size(); ++i) {
            const auto [a, first] = sorted_[i - 1];
            const auto [b, second] = sorted_[i];
            EXPECT_TRUE(reverse ? a >= b : a <= b);
            EXPECT_TRUE(a != b || int_of_str(first) < int_of_str(second));
        }
    }
    const auto with_nan = list<double>({1.0, std::numeric_limits<double>::quiet_NaN()});
    EXPECT_TRUE(falls_back([&] { with_nan.sort(false); }, Reason::Value));
}

TEST_F(Containers, DictsKeepTheOrderOfInsertion) {
    const auto d = dict<Str, Int>();
    for (int i = 0; i < 100; ++i) {
        d.set(str_of_int(i % 40), i);
    }
    d.erase("5"_s);
    d.set("5"_s, 1);
    std::string keys;
    for (const Str key : d) {
        keys += std::string(key.view()) + " ";
    }
    EXPECT_EQ(keys.substr(0, 14), "0 1 2 3 4 6 7 ");
    EXPECT_EQ(keys.substr(keys.size() - 5), "39 5 ");
    EXPECT_EQ(raised(KeyError, [&] { return d["x"_s]; }), "'x'");
    EXPECT_TRUE(falls_back(
        [&] {
            for (const Str key : d) {
                d.set(concat(key, "+"_s), 0);
            }
        },
        Reason::Value));
}

TEST_F(Containers, ZeroesAreOneKeyAndNanIsNone) {
    const auto d = dict<double, Int>();
    d.set(0.0, 1);
    d.set(-0.0, 2);
    EXPECT_EQ(len(d), 1);
    EXPECT_EQ(d[0.0], 2);
    EXPECT_TRUE(falls_back([&] { return d.has(std::numeric_limits<double>::quiet_NaN()); }, Reason::Value));
}

TEST_F(Containers, SumsAsTheRunningPython) {
    const auto xs = list<double>({1e100, 1.0, -1e100});
    EXPECT_EQ(sum_float(xs), 0.0);
    python(312);
    EXPECT_EQ(sum_float(xs), 1.0);
    EXPECT_TRUE(falls_back([] { return sum_float(list<double>()); }, Reason::Value));
}

TEST_F(Containers, WalksGoOnWhereTheyWereLeft) {
    const auto place = list<Int>({0});
    const auto xs = list<Int>({1, 2, 3, 4, 5});
    EXPECT_EQ(sum_int(islice(rest(place, xs), 0, 1, 1)), 1);
    EXPECT_EQ(sum_int(islice(rest(place, xs), 0, 4, 2)), 2 + 4);
    xs.append(6);
    EXPECT_EQ(len(list_of(zip(rest(place, xs), rest(place, xs)))), 0);
    xs.append(7);
    EXPECT_EQ(len(list_of(rest(place, xs))), 0);
    const auto turns = list_of(islice(cycle(list<Int>({0}), list<Int>({1, 2}), list<Int>()), 0, 5, 1));
    EXPECT_TRUE(eq(turns, list<Int>({1, 2, 1, 2, 1})));
}

TEST_F(Containers, ADequeWithALengthDropsTheOtherEnd) {
    const auto window = deque_within(list<Int>({1, 2, 3}), 2);
    window.appendleft(9);
    EXPECT_TRUE(eq(list_of(window.copy()), list<Int>({9, 2})));
    EXPECT_EQ(len(deque_within(list<Int>({1}), 0)), 0);
}

TEST_F(Containers, ResultsShowNoObjectTwice) {
    const auto inner = list<Int>({1});
    const auto outer = list<List<Int>>({inner, inner});
    Slot out[2];
    Slot* at = out;
    Seen seen;
    EXPECT_TRUE(falls_back([&] { Wire<List<List<Int>>>::write(at, outer, seen); }, Reason::Value));
}

}  // namespace
}  // namespace rt
