#include "pivot_rt/fallback.hpp"

namespace rt {

void fall_back(Reason reason) { throw Fallback{reason}; }

void overflow() { throw Fallback{Reason::Overflow}; }

}  // namespace rt
