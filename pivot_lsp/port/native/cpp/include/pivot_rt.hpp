// pivot_rt: CPython's values and operations for ported functions. One header, precompiled once for all ports.
#pragma once

#include "pivot_rt/array.hpp"
#include "pivot_rt/boundary.hpp"
#include "pivot_rt/deque.hpp"
#include "pivot_rt/dict.hpp"
#include "pivot_rt/exc.hpp"
#include "pivot_rt/float.hpp"
#include "pivot_rt/int.hpp"
#include "pivot_rt/iter.hpp"
#include "pivot_rt/linked.hpp"
#include "pivot_rt/list.hpp"
#include "pivot_rt/ops.hpp"
#include "pivot_rt/region.hpp"
#include "pivot_rt/set.hpp"
#include "pivot_rt/sort.hpp"
#include "pivot_rt/str.hpp"
#include "pivot_rt/wire.hpp"
