// set and frozenset: handles, algebra, which of two equal floats stays.
#include <cmath>

#include "call.hpp"

namespace rt {
namespace {

using Sets = Call;

TEST_F(Sets, AreHandles) {
    const auto s = set_of(range(1, 4));
    const auto alias = s;
    alias.add(9);
    EXPECT_EQ(len(s), 4);
    EXPECT_EQ(raised(KeyError, [&] { s.remove(7); }), "7");
    s.toggle(alias);
    EXPECT_TRUE(alias.empty());
}

TEST_F(Sets, AlgebraIsCPythons) {
    const auto a = set_of(range(6));
    const auto b = set_of(range(4, 20));
    EXPECT_EQ(len(a.union_with(b)), 20);
    EXPECT_EQ(len(a.symmetric_difference(b)), 18);
    EXPECT_TRUE(a.difference(b).equal_set(set_of(range(4))));
    a.intersect(b);
    EXPECT_TRUE(a.is_proper_subset(b));
    EXPECT_FALSE(a.is_disjoint(b));
}

TEST_F(Sets, OfEqualFloatsTheSameOneStays) {
    const auto a = set<double>();
    const auto b = set<double>();
    a.add(0.0);
    b.add(-0.0);
    const auto negative = [](Set<double> s) { return std::signbit(*s.begin()); };
    EXPECT_FALSE(negative(a.union_with(b)));
    EXPECT_TRUE(negative(a.intersection(b)));
    b.add(1.0);
    EXPECT_FALSE(negative(a.intersection(b)));
}

TEST_F(Sets, AChangeUnderAWalkFallsBack) {
    const auto s = set_of(range(3));
    EXPECT_TRUE(falls_back(
        [&] {
            for (const auto item : s) {
                s.add(item + 10);
            }
        },
        Reason::Value));
}

}  // namespace
}  // namespace rt
