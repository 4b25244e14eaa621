// By hand: the sieve over a vector.
#include "hand_sieve.hpp"

#include <vector>

namespace hand_sieve {

rt::List<rt::Int> primes(rt::Int limit) {
    const auto n = static_cast<std::size_t>(limit.v);
    std::vector<char> marks(n, 1);
    marks[0] = marks[1] = 0;
    for (std::size_t i = 2; i * i < n; ++i) {
        if (marks[i] != 0) {
            for (std::size_t j = i * i; j < n; j += i) {
                marks[j] = 0;
            }
        }
    }
    const auto found = rt::list<rt::Int>();
    for (std::size_t k = 0; k < n; ++k) {
        if (marks[k] != 0) {
            found.append(k);
        }
    }
    return found;
}

}  // namespace hand_sieve
