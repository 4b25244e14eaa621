// Port of ports.sieve, ports.edit_distance, ports.word_counts, ports.revenue, ports.shortest, ports.parse_amounts,
// ports.tree_depth, ports.smooth, ports.collatz, ports.matrix_product (ports.py).
#pragma once

#include "pivot_rt.hpp"

namespace ports {

using namespace rt::literals;

struct Sale;
struct Tree;

/// One line of an invoice. (ports.py:36-41)
struct Sale {
    rt::Str region;
    double price;
    rt::Int amount;
    std::optional<double> discount;
};

/// A binary search tree. (ports.py:78-102)
struct Tree {
    rt::Int value;
    mutable std::optional<const Tree*> left;
    mutable std::optional<const Tree*> right;
};

rt::List<rt::Int> sieve(rt::Int limit);
rt::Int edit_distance(rt::Str a, rt::Str b);
rt::List<std::tuple<rt::Str, rt::Int>> word_counts(rt::Str text);
rt::Dict<rt::Str, double> revenue(rt::List<const Sale*> sales);
void sift_down(rt::List<std::tuple<double, rt::Str>> heap, rt::Int start, rt::Int place);
void sift_up(rt::List<std::tuple<double, rt::Str>> heap, rt::Int place);
std::tuple<double, rt::Str> heappop(rt::List<std::tuple<double, rt::Str>> heap);
void heappush(rt::List<std::tuple<double, rt::Str>> heap, std::tuple<double, rt::Str> item);
rt::Dict<rt::Str, double> shortest(rt::Dict<rt::Str, rt::List<std::tuple<rt::Str, double>>> edges, rt::Str start);
std::tuple<rt::List<double>, rt::List<rt::Str>> parse_amounts(rt::List<rt::Str> lines);
rt::Int tree_depth(rt::List<rt::Int> values);
rt::List<double> smooth(rt::List<double> values, rt::Int width);
std::tuple<rt::Int, rt::Int> collatz(rt::Int limit);
rt::List<rt::Tuple<double>> transposed(rt::List<rt::List<double>> rows);
rt::List<rt::List<double>> matrix_product(rt::List<rt::List<double>> a, rt::List<rt::List<double>> b);
const Tree* new_tree(rt::Int value);
void tree_insert(const Tree* self, rt::Int value);
rt::Int ports_tree_depth(const Tree* self);

}  // namespace ports

namespace rt {

template <>
struct Ops<const ports::Sale*>
    : RecordOps<ports::Sale, &ports::Sale::region, &ports::Sale::price, &ports::Sale::amount, &ports::Sale::discount> {};
template <>
struct Ops<const ports::Tree*> : ObjectOps<ports::Tree> {};

}  // namespace rt
