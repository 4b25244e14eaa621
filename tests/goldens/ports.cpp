// Port of ports.sieve, ports.edit_distance, ports.word_counts, ports.revenue, ports.shortest, ports.parse_amounts,
// ports.tree_depth, ports.smooth, ports.collatz, ports.matrix_product (ports.py).
#include "ports.hpp"

namespace ports {

/// The primes below `limit`. (ports.py:8-18)
rt::List<rt::Int> sieve(rt::Int limit) {
    const auto composite = rt::repeat(rt::list<bool>({false}), limit);
    const auto found = rt::list<rt::Int>();
    const auto composite_items = rt::own_view(composite);
    for (const rt::Int number : rt::polled(rt::range(2, limit))) {
        if (composite_items.nth(number)) {
            continue;
        }
        found.append(number);
        for (const rt::Int multiple : rt::range(number * number, limit, number)) {
            composite_items.set_nth(multiple, true);
        }
    }
    return found;
}

/// Levenshtein's distance, row by row. (ports.py:21-29)
rt::Int edit_distance(rt::Str a, rt::Str b) {
    auto above = rt::list_of(rt::range(rt::len_str(b) + 1));
    const auto b_points = rt::view(rt::point_list(b));
    for (const auto [i, x] : rt::polled(rt::enumerate(rt::points(a), 1))) {
        const auto row = rt::list<rt::Int>({i});
        rt::reserve(row, b_points.size());
        const auto above_items = rt::view(above);
        auto row_items = rt::filling(row);
        for (const auto [j, y] : rt::enumerate(b_points, 1)) {
            const auto first = row_items.nth(j - 1) + 1;
            const auto first_2 = rt::min2(first, above_items.nth(j) + 1);
            row_items.append(rt::min2(first_2, above_items.nth(j - 1) + rt::int_of_bool(x != y)));
        }
        row_items.done();
        above = row;
    }
    return above[-1];
}

/// Words by how often they occur, the commonest first. (ports.py:32-37)
rt::List<std::tuple<rt::Str, rt::Int>> word_counts(rt::Str text) {
    const auto counts = rt::dict<rt::Str, rt::Int>();
    for (const rt::Str word : text.lower().split()) {
        counts.set(word, counts.get(word, 0) + 1);
    }
    return rt::sorted(
        counts.items(),
        [](const std::tuple<rt::Str, rt::Int> entry) { return std::tuple{-std::get<1>(entry), std::get<0>(entry)}; },
        false
    );
}

/// Revenue by region, discounts taken off. (ports.py:50-58)
rt::Dict<rt::Str, double> revenue(rt::List<const Sale*> sales) {
    const auto totals = rt::dict<rt::Str, double>();
    for (const auto sale : sales) {
        double price = sale->price * rt::to_float(sale->amount);
        if (sale->discount.has_value()) {
            price *= 1.0 - rt::unwrap(sale->discount);
        }
        const double value = totals.get(sale->region, 0.0) + price;
        totals.set(sale->region, value);
    }
    return totals;
}

/// Moves the item at `place` towards the root until its parent is not larger. (heap.py:10-20)
void sift_down(rt::List<std::tuple<double, rt::Str>> heap, rt::Int start, rt::Int place) {
    const auto item = heap[place];
    const auto heap_items = rt::own_view(heap);
    rt::Poll poll;
    while (poll() && place > start) {
        const rt::Int above = (place - 1) >> 1;
        const auto parent = heap_items[above];
        if (!rt::lt(item, parent)) {
            break;
        }
        heap_items.set(place, parent);
        place = above;
    }
    heap.set(place, item);
}

/// Moves the smaller children up from `place` to a leaf, then the item there to where it belongs. (heap.py:23-37)
void sift_up(rt::List<std::tuple<double, rt::Str>> heap, rt::Int place) {
    const rt::Int end = rt::len(heap);
    const rt::Int start = place;
    const auto item = heap.nth(place);
    rt::Int child = 2 * place + 1;
    const auto heap_items = rt::own_view(heap);
    rt::Poll poll;
    while (poll() && child < end) {
        const rt::Int right = child + 1;
        if (right < end && [&] {
            const auto heap_items_item = heap_items.nth(child);
            return !rt::lt(heap_items_item, heap_items.nth(right));
        }()) {
            child = right;
        }
        heap_items.set_nth(place, heap_items.nth(child));
        place = child;
        child = 2 * place + 1;
    }
    heap.set(place, item);
    sift_down(heap, start, place);
}

/// heapq.heappop(heap). (heap.py:46-56)
std::tuple<double, rt::Str> heappop(rt::List<std::tuple<double, rt::Str>> heap) {
    if (heap.empty()) {
        throw rt::IndexError("index out of range"_s);
    }
    const auto last = heap.pop();
    if (heap.empty()) {
        return last;
    }
    const auto first = heap[0];
    heap.set(0, last);
    sift_up(heap, 0);
    return first;
}

/// heapq.heappush(heap, item). (heap.py:40-43)
void heappush(rt::List<std::tuple<double, rt::Str>> heap, std::tuple<double, rt::Str> item) {
    heap.append(item);
    sift_down(heap, 0, rt::len(heap) - 1);
}

/// Dijkstra's distances from `start`. (ports.py:61-73)
rt::Dict<rt::Str, double> shortest(rt::Dict<rt::Str, rt::List<std::tuple<rt::Str, double>>> edges, rt::Str start) {
    const auto distances = rt::dict<rt::Str, double>();
    const auto waiting = rt::list<std::tuple<double, rt::Str>>({std::tuple{0.0, start}});
    rt::Poll poll;
    while (poll() && !waiting.empty()) {
        const auto [distance, node] = heappop(waiting);
        if (distances.has(node)) {
            continue;
        }
        distances.set(node, distance);
        for (const auto [neighbour, length] : edges.get(node, rt::list<std::tuple<rt::Str, double>>())) {
            if (!distances.has(neighbour)) {
                heappush(waiting, std::tuple{distance + length, neighbour});
            }
        }
    }
    return distances;
}

/// The amounts that can be read, and what is wrong with the others. (ports.py:76-85)
std::tuple<rt::List<double>, rt::List<rt::Str>> parse_amounts(rt::List<rt::Str> lines) {
    const auto amounts = rt::list<double>();
    const auto errors = rt::list<rt::Str>();
    for (const auto [number, line] : rt::enumerate(lines, 1)) {
        try {
            amounts.append(rt::float_of_str(line.strip()));
        } catch (const rt::Exc& error) {
            if (error.is(rt::ValueError, rt::UnicodeError)) {
                errors.append(rt::concat({"line "_s, rt::str_of_int(number), ": "_s, error.text()}));
            } else {
                throw;
            }
        }
    }
    return std::tuple{amounts, errors};
}

/// How deep the tree becomes that is grown from `values`. (ports.py:115-122)
rt::Int tree_depth(rt::List<rt::Int> values) {
    if (values.empty()) {
        return 0;
    }
    const auto root = new_tree(values[0]);
    for (const rt::Int value : rt::slice(values, 1, std::nullopt, std::nullopt)) {
        tree_insert(root, value);
    }
    return ports_tree_depth(root);
}

/// A moving mean over `width` values. (ports.py:125-138)
rt::List<double> smooth(rt::List<double> values, rt::Int width) {
    if (width < 1) {
        throw rt::ValueError(rt::concat({"width "_s, rt::str_of_int(width), " is not positive"_s}));
    }
    const auto window = rt::deque<double>();
    double total = 0.0;
    const auto means = rt::list<double>();
    rt::reserve(means, rt::len(values));
    for (const double value : values) {
        window.append(value);
        total += value;
        if (rt::len(window) > width) {
            total -= window.popleft();
        }
        means.append(rt::true_div_float(total, rt::to_float(rt::len(window))));
    }
    return means;
}

/// The start below `limit` with the longest chain, and that chain's length. (ports.py:141-151)
std::tuple<rt::Int, rt::Int> collatz(rt::Int limit) {
    auto [best, longest] = std::tuple{1_i, 1_i};
    for (const rt::Int start : rt::polled(rt::range(1, limit))) {
        auto [number, length] = std::tuple{start, 1_i};
        rt::Poll poll;
        while (poll() && number != 1) {
            number = (number & 1) == 0 ? number >> 1 : 3 * number + 1;
            length += 1;
        }
        if (length > longest) {
            std::tie(best, longest) = std::tuple{start, length};
        }
    }
    return std::tuple{best, longest};
}

/// zip(*rows): as many as the shortest row has. (iteration.py:229-237)
rt::List<rt::Tuple<double>> transposed(rt::List<rt::List<double>> rows) {
    const auto made = rt::list<rt::Tuple<double>>();
    if (rows.empty()) {
        return made;
    }
    const rt::Int shortest_2 = rt::min([&] {
        const auto made_2 = rt::list<rt::Int>();
        for (const auto row : rows) {
            made_2.append(rt::len(row));
        }
        return made_2;
    }());
    for (const rt::Int i : rt::range(shortest_2)) {
        made.append(rt::tuple_of([&] {
            const auto made_3 = rt::list<double>();
            for (const auto row : rows) {
                made_3.append(row.nth(i));
            }
            return made_3;
        }()));
    }
    return made;
}

/// The product of two matrices. (ports.py:154-157)
rt::List<rt::List<double>> matrix_product(rt::List<rt::List<double>> a, rt::List<rt::List<double>> b) {
    const auto columns = rt::list_of(transposed(b));
    const auto made = rt::list<rt::List<double>>();
    for (const auto row : a) {
        made.append([&] {
            const auto made_2 = rt::list<double>();
            for (const auto column : columns) {
                made_2.append(rt::sum_float([&] {
                    const auto made_3 = rt::list<double>();
                    for (const auto [x, y] : rt::zip(row, column)) {
                        made_3.append(x * y);
                    }
                    return made_3;
                }()));
            }
            return made_2;
        }());
    }
    return made;
}

/// (ports.py:91-94)
const Tree* new_tree(rt::Int value) {
    return rt::make(Tree{.value = value, .left = std::nullopt, .right = std::nullopt});
}

/// Adds a value where it belongs. (ports.py:96-106)
void tree_insert(const Tree* self, rt::Int value) {
    const rt::Depth depth;
    if (value < self->value) {
        if (!self->left.has_value()) {
            self->left = new_tree(value);
        } else {
            tree_insert(rt::unwrap(self->left), value);
        }
    } else if (!self->right.has_value()) {
        self->right = new_tree(value);
    } else {
        tree_insert(rt::unwrap(self->right), value);
    }
}

/// Levels, this one included. (ports.py:108-112)
rt::Int ports_tree_depth(const Tree* self) {
    const rt::Depth depth;
    const rt::Int left = !self->left.has_value() ? 0 : ports_tree_depth(rt::unwrap(self->left));
    const rt::Int right = !self->right.has_value() ? 0 : ports_tree_depth(rt::unwrap(self->right));
    return 1 + rt::max2(left, right);
}

}  // namespace ports
