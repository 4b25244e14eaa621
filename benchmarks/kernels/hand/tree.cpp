// By hand: owned nodes.
#include "hand_tree.hpp"

#include <memory>

namespace hand_tree {

namespace {

struct Leaf {
    std::int64_t key;
    std::unique_ptr<Leaf> left;
    std::unique_ptr<Leaf> right;
};

void put(std::unique_ptr<Leaf>& root, std::int64_t key) {
    std::unique_ptr<Leaf>* place = &root;
    while (*place != nullptr) {
        Leaf& leaf = **place;
        if (key == leaf.key) {
            return;
        }
        place = key < leaf.key ? &leaf.left : &leaf.right;
    }
    *place = std::make_unique<Leaf>(Leaf{key, nullptr, nullptr});
}

std::int64_t weighed(const std::unique_ptr<Leaf>& leaf, std::int64_t depth) {
    if (leaf == nullptr) {
        return 0;
    }
    return weighed(leaf->left, depth + 1) + leaf->key * depth + weighed(leaf->right, depth + 1);
}

}  // namespace

rt::Int weight(rt::List<rt::Int> keys, rt::Int rounds) {
    std::unique_ptr<Leaf> root;
    for (const rt::Int key : keys) {
        put(root, key.v);
    }
    std::int64_t total = 0;
    for (std::int64_t i = 0; i < rounds.v; ++i) {
        total += weighed(root, 1);
    }
    return total;
}

}  // namespace hand_tree
