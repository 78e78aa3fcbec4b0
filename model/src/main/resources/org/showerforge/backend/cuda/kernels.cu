// The element-wise operations of an adversarial step, and its noise. Compiled by NVRTC for the GPU that is there: nothing is
// included. Matrices are row-major, each with the distance of its rows; every kernel takes rows and columns first, and any
// grid covers any matrix. Arguments that differ from one iteration to the next (noise streams, row numbers, rates) are not
// parameters but words in device memory, so that a recorded iteration can be replayed with others.

typedef long long whole;
typedef unsigned int word;

#define MATRIX(m) float *m, whole m##Stride
#define AT(m, i, j) m[(i) * m##Stride + (j)]
#define KERNEL extern "C" __global__ void
#define EACH_ROW(i, n) for (whole i = blockIdx.y * (whole)blockDim.y + threadIdx.y; i < n; i += gridDim.y * (whole)blockDim.y)
#define EACH_COLUMN(j, n) for (whole j = blockIdx.x * (whole)blockDim.x + threadIdx.x; j < n; j += gridDim.x * (whole)blockDim.x)
#define EACH EACH_ROW(i, rows) EACH_COLUMN(j, columns)

// One warp does one row; its lanes are the threads of x.
#define EACH_LANE(j, n) for (whole j = threadIdx.x; j < n; j += blockDim.x)

__device__ float number(const word *words, int i) { return __uint_as_float(words[i]); }

__device__ whole wide(const word *words, int i) { return (whole)(((unsigned long long)words[i + 1] << 32) | words[i]); }

// ---- algebra

KERNEL fill(whole rows, whole columns, MATRIX(out), const word *words) {
  float value = number(words, 0);
  EACH AT(out, i, j) = value;
}

KERNEL copy(whole rows, whole columns, MATRIX(in), MATRIX(out)) { EACH AT(out, i, j) = AT(in, i, j); }

KERNEL affine(whole rows, whole columns, MATRIX(inOut), const word *words) {
  float alpha = number(words, 0), beta = number(words, 1);
  EACH AT(inOut, i, j) = alpha * AT(inOut, i, j) + beta;
}

KERNEL scale(whole rows, whole columns, MATRIX(in), MATRIX(out), const word *words) {
  float alpha = number(words, 0);
  EACH AT(out, i, j) = alpha * AT(in, i, j);
}

KERNEL combine(whole rows, whole columns, MATRIX(in), MATRIX(inOut), const word *words) {
  float alpha = number(words, 0), beta = number(words, 1);
  EACH AT(inOut, i, j) = alpha * AT(in, i, j) + beta * AT(inOut, i, j);
}

KERNEL clip(whole rows, whole columns, MATRIX(inOut), const word *words) {
  float bound = number(words, 0);
  EACH {
    float x = AT(inOut, i, j);
    AT(inOut, i, j) = x < -bound ? -bound : x > bound ? bound : x;
  }
}

KERNEL multiply(whole rows, whole columns, MATRIX(a), MATRIX(b), MATRIX(out)) { EACH AT(out, i, j) = AT(a, i, j) * AT(b, i, j); }

KERNEL addRow(whole rows, whole columns, MATRIX(row), MATRIX(inOut)) { EACH AT(inOut, i, j) += AT(row, 0, j); }

KERNEL scaleColumns(whole rows, whole columns, MATRIX(row), MATRIX(inOut)) { EACH AT(inOut, i, j) *= AT(row, 0, j); }

KERNEL scaleRows(whole rows, whole columns, MATRIX(column), MATRIX(inOut)) { EACH AT(inOut, i, j) *= AT(column, i, 0); }

KERNEL mix(whole rows, whole columns, MATRIX(column), MATRIX(a), MATRIX(b), MATRIX(out)) {
  EACH {
    float share = AT(column, i, 0);
    AT(out, i, j) = share * AT(a, i, j) + (1 - share) * AT(b, i, j);
  }
}

__device__ float sumOfLanes(float x) {
#ifndef ONE_LANE
  for (int other = 16; other > 0; other /= 2) x += __shfl_xor_sync(0xffffffffu, x, other);
#endif
  return x;
}

__device__ float largestOfLanes(float x) {
#ifndef ONE_LANE
  for (int other = 16; other > 0; other /= 2) x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, other));
#endif
  return x;
}

KERNEL rowDots(whole rows, whole columns, MATRIX(a), MATRIX(b), MATRIX(outColumn)) {
  EACH_ROW(i, rows) {
    float sum = 0;
    EACH_LANE(j, columns) sum += AT(a, i, j) * AT(b, i, j);
    sum = sumOfLanes(sum);
    if (threadIdx.x == 0) AT(outColumn, i, 0) = sum;
  }
}

KERNEL softmaxRows(whole rows, whole columns, MATRIX(in), MATRIX(out)) {
  EACH_ROW(i, rows) {
    float top = -__uint_as_float(0x7f800000u);
    EACH_LANE(j, columns) top = fmaxf(top, AT(in, i, j));
    top = largestOfLanes(top);
    float sum = 0;
    EACH_LANE(j, columns) sum += expf(AT(in, i, j) - top);
    sum = sumOfLanes(sum);
    EACH_LANE(j, columns) AT(out, i, j) = expf(AT(in, i, j) - top) / sum;
  }
}

// ---- functions; a NaN stays one

__device__ float sigmoid(float x) {
  // e^-|x| does not overflow.
  float e = expf(-fabsf(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

__device__ float softplus(float x) { return (x < 0 ? 0 : x) + log1pf(expf(-fabsf(x))); }

#define FUNCTION(name, value)                                         \
  KERNEL name(whole rows, whole columns, MATRIX(in), MATRIX(out)) {   \
    EACH {                                                            \
      float x = AT(in, i, j);                                         \
      AT(out, i, j) = value;                                          \
    }                                                                 \
  }

FUNCTION(mapSigmoid, sigmoid(x))
FUNCTION(mapSoftplus, softplus(x))
FUNCTION(mapExp, expf(x))
FUNCTION(mapRelu, x < 0 ? 0 : x)
FUNCTION(mapStep, x > 0 ? 1 : 0)
FUNCTION(mapSqrt, sqrtf(x))
FUNCTION(mapReciprocal, 1 / x)

struct Curve {
  float value, slope, curvature;
};

__device__ Curve leakyRelu(float x, float leak) {
  Curve y = {x > 0 ? x : leak * x, x > 0 ? 1 : leak, 0};
  return y;
}

__device__ Curve tanhCurve(float x) {
  float t = tanhf(x);
  float slope = 1 - t * t;
  Curve y = {t, slope, -2 * t * slope};
  return y;
}

__device__ Curve sigmoidCurve(float x) {
  float s = sigmoid(x), rest = sigmoid(-x);
  Curve y = {s, s * rest, s * rest * (rest - s)};
  return y;
}

__device__ Curve swishCurve(float x) {
  float s = sigmoid(x), rest = sigmoid(-x);
  float slope = s * rest;
  Curve y = {x * s, s + x * slope, slope * (2 + x * (rest - s))};
  return y;
}

__device__ Curve softplusCurve(float x) {
  float s = sigmoid(x);
  Curve y = {softplus(x), s, s * sigmoid(-x)};
  return y;
}

// With the bias added first; derivatives only where they are asked for.
#define ACTIVATION(name, curve)                                                                              \
  KERNEL name##Valued(whole rows, whole columns, MATRIX(bias), MATRIX(inOut), const word *words) {           \
    float leak = number(words, 0);                                                                          \
    (void)leak;                                                                                             \
    EACH {                                                                                                  \
      float x = AT(inOut, i, j) + AT(bias, 0, j);                                                           \
      Curve y = curve;                                                                                      \
      AT(inOut, i, j) = y.value;                                                                            \
    }                                                                                                       \
  }                                                                                                         \
  KERNEL name(whole rows, whole columns, MATRIX(bias), MATRIX(inOut), MATRIX(slope), const word *words) {   \
    float leak = number(words, 0);                                                                          \
    (void)leak;                                                                                             \
    EACH {                                                                                                  \
      float x = AT(inOut, i, j) + AT(bias, 0, j);                                                           \
      Curve y = curve;                                                                                      \
      AT(inOut, i, j) = y.value;                                                                            \
      AT(slope, i, j) = y.slope;                                                                            \
    }                                                                                                       \
  }                                                                                                         \
  KERNEL name##Curved(whole rows, whole columns, MATRIX(bias), MATRIX(inOut), MATRIX(slope),                \
                      MATRIX(curvature), const word *words) {                                               \
    float leak = number(words, 0);                                                                          \
    (void)leak;                                                                                             \
    EACH {                                                                                                  \
      float x = AT(inOut, i, j) + AT(bias, 0, j);                                                           \
      Curve y = curve;                                                                                      \
      AT(inOut, i, j) = y.value;                                                                            \
      AT(slope, i, j) = y.slope;                                                                            \
      AT(curvature, i, j) = y.curvature;                                                                    \
    }                                                                                                       \
  }

ACTIVATION(activateLinear, (Curve{x, 1, 0}))
ACTIVATION(activateLeaky, leakyRelu(x, leak))
ACTIVATION(activateTanh, tanhCurve(x))
ACTIVATION(activateSigmoid, sigmoidCurve(x))
ACTIVATION(activateSwish, swishCurve(x))
ACTIVATION(activateSoftplus, softplusCurve(x))

// ---- noise: Philox 4x32-10 (Salmon et al., SC'11), the very numbers of the host

struct Block {
  word lane[4];
};

__device__ Block philox(unsigned long long key, unsigned long long stream, word substream, word index) {
  word c0 = index, c1 = substream, c2 = (word)stream, c3 = (word)(stream >> 32);
  word k0 = (word)key, k1 = (word)(key >> 32);
  for (int round = 0; round < 10; round++) {
    unsigned long long p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
    c0 = (word)(p1 >> 32) ^ c1 ^ k0;
    c1 = (word)p1;
    c2 = (word)(p0 >> 32) ^ c3 ^ k1;
    c3 = (word)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  Block block = {{c0, c1, c2, c3}};
  return block;
}

// One thread makes the eight normals of a block: the quantiles of sixteen bits each. Words: key, first stream, substream.
KERNEL gaussianRows(whole rows, whole blocks, whole columns, const float *quantiles, MATRIX(out), const word *words) {
  EACH_ROW(i, rows) EACH_COLUMN(b, blocks) {
    Block block = philox(wide(words, 0), wide(words, 2) + i, words[4], (word)b);
    for (int k = 0; k < 8 && 8 * b + k < columns; k++) {
      word bits = block.lane[k / 2];
      AT(out, i, 8 * b + k) = quantiles[k % 2 == 0 ? bits & 0xffff : bits >> 16];
    }
  }
}

KERNEL uniformRows(whole rows, whole blocks, whole columns, MATRIX(out), const word *words) {
  EACH_ROW(i, rows) EACH_COLUMN(b, blocks) {
    Block block = philox(wide(words, 0), wide(words, 2) + i, words[4], (word)b);
    for (int k = 0; k < 4 && 4 * b + k < columns; k++) {
      AT(out, i, 4 * b + k) = (block.lane[k] >> 8) * (1.0f / 16777216) + 1.0f / 33554432;
    }
  }
}

// ---- rows and columns picked by number

KERNEL gatherRows(whole rows, whole columns, MATRIX(source), MATRIX(out), const word *picked) {
  EACH AT(out, i, j) = AT(source, (whole)picked[i], j);
}

// Words: the row numbers, then the variants.
KERNEL gatherOrdered(whole rows, whole columns, MATRIX(source), const int *orders, MATRIX(out), const word *picked) {
  EACH {
    const int *order = orders + picked[rows + i] * columns;
    AT(out, i, j) = AT(source, (whole)picked[i], order[j]);
  }
}

KERNEL gatherColumns(whole rows, whole columns, MATRIX(in), const int *index, MATRIX(out)) {
  EACH AT(out, i, j) = index[j] < 0 ? 0 : AT(in, i, index[j]);
}

// Column k of out is the sum of the members starts[k] to starts[k + 1], always in that order.
KERNEL scatterColumns(whole rows, whole columns, MATRIX(in), whole indexed, const int *starts, const int *members, MATRIX(out)) {
  EACH {
    float sum = 0;
    if (j < indexed) {
      for (int m = starts[j]; m < starts[j + 1]; m++) sum += AT(in, i, members[m]);
    }
    AT(out, i, j) = sum;
  }
}

// ---- updaters. Words of Adam: corrected rate, beta1, beta2, epsilon, then the moving average's share of the new and of itself; of
// RMSProp: rate, decay, epsilon

struct Moments {
  float mean, square, step;
};

__device__ Moments adamMoments(float g, float mean, float square, const word *words) {
  float rate = number(words, 0), beta1 = number(words, 1), beta2 = number(words, 2), epsilon = number(words, 3);
  float m = beta1 * mean + g * (1 - beta1);
  float v = beta2 * square + g * g * (1 - beta2);
  Moments moments = {m, v, m * rate / (sqrtf(v) + epsilon)};
  return moments;
}

KERNEL adam(whole rows, whole columns, MATRIX(gradient), MATRIX(mean), MATRIX(square), MATRIX(parameters), const word *words) {
  EACH {
    Moments moments = adamMoments(AT(gradient, i, j), AT(mean, i, j), AT(square, i, j), words);
    AT(mean, i, j) = moments.mean;
    AT(square, i, j) = moments.square;
    AT(parameters, i, j) -= moments.step;
  }
}

KERNEL adamAveraged(whole rows, whole columns, MATRIX(gradient), MATRIX(mean), MATRIX(square), MATRIX(parameters), MATRIX(average),
                    const word *words) {
  float latest = number(words, 4), before = number(words, 5);
  EACH {
    Moments moments = adamMoments(AT(gradient, i, j), AT(mean, i, j), AT(square, i, j), words);
    float parameter = AT(parameters, i, j) - moments.step;
    AT(mean, i, j) = moments.mean;
    AT(square, i, j) = moments.square;
    AT(parameters, i, j) = parameter;
    AT(average, i, j) = latest * parameter + before * AT(average, i, j);
  }
}

KERNEL rmsProp(whole rows, whole columns, MATRIX(gradient), MATRIX(square), MATRIX(parameters), const word *words) {
  float rate = number(words, 0), decay = number(words, 1), epsilon = number(words, 2);
  EACH {
    float g = AT(gradient, i, j);
    float r = g * g * (1 - decay) + AT(square, i, j) * decay;
    AT(square, i, j) = r;
    AT(parameters, i, j) -= rate * g / (sqrtf(r) + epsilon);
  }
}

// ---- finished showers: what the cascade does with a draft, one warp an event

#define KNOTS 32
#define TABLE (2 + KNOTS)

#ifdef ONE_LANE
#define REDUCE(name, type, combine) \
  __device__ type name(type x) { return x; }
#define SYNCHRONISE_LANES
#else
#define REDUCE(name, type, combine)                          \
  __device__ type name(type x) {                             \
    for (int other = 16; other > 0; other /= 2) {            \
      type y = __shfl_xor_sync(0xffffffffu, x, other);       \
      x = combine;                                           \
    }                                                        \
    return x;                                                \
  }
#define SYNCHRONISE_LANES __syncwarp()
#endif
REDUCE(sumOf, double, x + y)
REDUCE(countOf, int, x + y)
REDUCE(mostOf, int, x > y ? x : y)
REDUCE(leastOf, int, x < y ? x : y)
REDUCE(farthestOf, double, x > y ? x : y)

// What a score stands for, but for its trend: quantiles at each of some conditions in -1..1, each at the scores -4, -3.96, .., 4.
#define SCORE_CONDITIONS 7
#define SCORE_KNOTS 201
#define SCORE_TABLE (SCORE_CONDITIONS * SCORE_KNOTS)
#define TREND_TERMS 5

__device__ double between(const float *quantiles, double place) {
  double low = quantiles[0];
  return low + place * (quantiles[SCORE_KNOTS] - low);
}

__device__ double ofScore(const float *table, double trend, double score, double condition) {
  double position = ((score < -4 ? -4 : score > 4 ? 4 : score) + 4) / 0.04;
  int below = position < SCORE_KNOTS - 2 ? (int)position : SCORE_KNOTS - 2;
  double place = ((condition < -1 ? -1 : condition > 1 ? 1 : condition) + 1) * ((SCORE_CONDITIONS - 1) / 2.0);
  int from = place < SCORE_CONDITIONS - 2 ? (int)place : SCORE_CONDITIONS - 2;
  const float *quantiles = table + from * SCORE_KNOTS + below;
  double low = between(quantiles, place - from), high = between(quantiles + 1, place - from);
  return trend + low + (position - below) * (high - low);
}

__device__ double trendAt(const double *terms, double condition) {
  double value = 0;
  for (int k = TREND_TERMS - 1; k >= 0; k--) value = value * condition + terms[k];
  return value;
}

// What a first stage gives becomes the second's conditions and what a shower's layers must obey; one warp an event. Given: the second
// stage's conditions, of which the first ones are there, then a score each, then the unit of the cells' noise. Corrections: none if
// null. Constants: root, threshold, the factor of energies for 1 MeV, greatest energy in GeV, offsets of an excess, of a count and of
// a variance, reference layer. Targets: of each event the factor of energies, energies and counts by layer, variances by profile,
// ratios by layer or none.
KERNEL layerTargets(whole rows, whole columns, MATRIX(scores), MATRIX(energy), MATRIX(given), whole conditions, const float *corrections,
                    const float *tables, const double *trends, const int *widths, whole layerCount, whole profileCount,
                    const double *constants, double *values, double *targets) {
  EACH_ROW(n, rows) {
    double *value = values + n * columns;
    EACH_LANE(k, columns) {
      double condition = AT(given, n, 0);
      float score = AT(scores, n, k);
      if (corrections) score = (float)ofScore(corrections + k * SCORE_TABLE, 0, score, condition);
      AT(given, n, conditions + k) = 0.5f * score;
      value[k] = ofScore(tables + k * SCORE_TABLE, trendAt(trends + k * TREND_TERMS, condition), score, condition);
    }
    SYNCHRONISE_LANES;
    if (threadIdx.x == 0) {
      double threshold = constants[1], incidentGeV = AT(energy, n, 0), incident = 1000 * incidentGeV;
      double *asked = targets + n * (columns + 1), *energies = asked + 1, *counts = energies + layerCount;
      int reference = (int)constants[7], next = 1;
      asked[0] = (float)(incident / constants[2]);
      AT(given, n, conditions + columns) = (float)pow(constants[3] / incidentGeV, 1 / constants[0]);
      double rest = value[0] * incident;
      for (int l = 0; l < layerCount; l++) {
        double count = floor(exp(value[layerCount + l]) - constants[5]);
        counts[l] = count > 0 ? (count < widths[l] ? count : widths[l]) : 0;
        if (l != reference) {
          double excess = exp(value[next++]) * incident - constants[4];
          energies[l] = counts[l] == 0 ? 0 : counts[l] * threshold + (excess > 0 ? excess : 0);
          rest -= energies[l];
        }
      }
      double room = floor(rest / (threshold > 1e-9 ? threshold : 1e-9));
      room = room < counts[reference] ? room : counts[reference];
      counts[reference] = room > 0 ? room : 0;
      energies[reference] = counts[reference] == 0 ? 0 : rest;
      for (whole k = 2 * layerCount; k < columns; k++) {
        double width = exp(value[k]) - constants[6], ratio = value[k] < 1 ? value[k] : 1;
        double target = k < 2 * layerCount + profileCount ? width : ratio;
        asked[1 + k] = target > 0 ? target : 0;
      }
    }
  }
}

// A quantile map: where its first knot is, knots per unit, the value at each knot.
__device__ float calibrated(float x, const float *table) {
  float t = (x - table[0]) * table[1];
  t = t > 0 ? (t < KNOTS ? t : KNOTS) : 0;
  int knot = (int)t < KNOTS - 2 ? (int)t : KNOTS - 2;
  float below = table[2 + knot], above = table[3 + knot];
  return below + (t - knot) * (above - below);
}

// Energies are not negative, so that their bits have their order.
__device__ int cellsFrom(const float *cells, int width, int least) {
  int count = 0;
  EACH_LANE(i, width) count += __float_as_int(cells[i]) >= least;
  return countOf(count);
}

// The bits of the cell of a rank, 1 for the hottest, by bisection.
__device__ int bitsOfRank(const float *cells, int width, int rank) {
  int high = 0;
  EACH_LANE(i, width) {
    int bits = __float_as_int(cells[i]);
    high = bits > high ? bits : high;
  }
  high = mostOf(high) + 1;
  int low = 0;
  while (high - low > 1) {
    int middle = low + (high - low) / 2;
    int count = cellsFrom(cells, width, middle);
    if (count == rank) {
      int least = 0x7fffffff;
      EACH_LANE(i, width) {
        int bits = __float_as_int(cells[i]);
        if (bits >= middle && bits < least) least = bits;
      }
      return leastOf(least);
    }
    if (count > rank) low = middle;
    else high = middle;
  }
  return low;
}

// The hottest cells are kept and mapped affinely from the hottest dropped one on, so that they sum to the energy.
__device__ void constrain(float *cells, int width, double energy, int keep, double threshold, int least) {
  if (keep == 0) {
    EACH_LANE(i, width) cells[i] = 0;
    return;
  }
  int coldest = bitsOfRank(cells, width, keep);
  int tooMany = cellsFrom(cells, width, coldest) - keep;
  // Of cells that tie with the coldest kept one, the first ones are kept.
  int end = width;
  for (int i = width - 1; tooMany > 0; i--) {
    if (__float_as_int(cells[i]) == coldest) {
      end = i;
      tooMany--;
    }
  }
  int dropped = end < width ? coldest : 0;
  EACH_LANE(i, width) {
    int bits = __float_as_int(cells[i]);
    if (bits < coldest && bits > dropped) dropped = bits;
  }
  double zero = __int_as_float(mostOf(dropped));
  double sum = 0;
  EACH_LANE(i, width) {
    int bits = __float_as_int(cells[i]);
    if (bits > coldest || (bits == coldest && i < end)) sum += cells[i] - zero;
  }
  sum = sumOf(sum);
  // Every lane has looked at all cells before any is written.
  SYNCHRONISE_LANES;
  double excess = energy - keep * threshold;
  double slope = sum > 0 ? excess / sum : 0;
  double lowest = threshold + (sum > 0 ? 0 : excess / keep);
  EACH_LANE(i, width) {
    int bits = __float_as_int(cells[i]);
    int kept = __float_as_int((float)(lowest + (cells[i] - zero) * slope));
    cells[i] = bits > coldest || (bits == coldest && i < end) ? __int_as_float(kept > least ? kept : least) : 0;
  }
}

// What recorded cells have above the threshold is multiplied by c (1 + b d^2), d being the distance from the centre.
__device__ void tilt(float *cells, int width, const double *places, double variance, double threshold, float least) {
  double energy = 0, first = 0;
  int count = 0;
  EACH_LANE(i, width) {
    energy += cells[i];
    first += cells[i] * places[i];
    count += cells[i] > 0;
  }
  energy = sumOf(energy);
  first = sumOf(first);
  count = countOf(count);
  if (count < 2) return;
  double excess = energy - count * threshold, centre = first / energy;
  double u0 = 0, u2 = 0, u4 = 0, atThreshold = 0, farthest = 0;
  EACH_LANE(i, width) {
    if (cells[i] > 0) {
      double square = (places[i] - centre) * (places[i] - centre), u = cells[i] - threshold;
      u0 += u;
      u2 += u * square;
      u4 += u * square * square;
      atThreshold += square;
      farthest = square > farthest ? square : farthest;
    }
  }
  u0 = sumOf(u0);
  u2 = sumOf(u2);
  u4 = sumOf(u4);
  atThreshold = sumOf(atThreshold);
  farthest = farthestOf(farthest);
  if (!(u2 > 1e-9 * u0)) return;
  double asked = (energy * variance - threshold * atThreshold) / excess;
  double lowest = (0.1 - 1) / farthest, highest = (10.0 - 1) / farthest;
  double slack = u4 - asked * u2;
  double b = slack > 0 ? (asked * u0 - u2) / slack : highest;
  b = b < lowest ? lowest : b > highest ? highest : b;
  double c = excess / (u0 + b * u2);
  EACH_LANE(i, width) {
    if (cells[i] > 0) {
      double square = (places[i] - centre) * (places[i] - centre);
      float tilted = (float)(threshold + (cells[i] - threshold) * c * (1 + b * square));
      cells[i] = tilted > least ? tilted : least;
    }
  }
}

// The hottest of a layer's recorded cells but two, of equal ones the first; the layer's width if there is none.
__device__ int hottestBut(const float *cells, int width, int one, int other) {
  int most = 0;
  EACH_LANE(i, width) {
    int bits = __float_as_int(cells[i]);
    if (i != one && i != other && bits > most) most = bits;
  }
  most = mostOf(most);
  int first = width;
  EACH_LANE(i, width) {
    if (i != one && i != other && most > 0 && __float_as_int(cells[i]) == most && i < first) first = (int)i;
  }
  return leastOf(first);
}

// The two hottest cells share what they have above the threshold anew, or all but the hottest are multiplied by one factor.
__device__ void share(float *cells, int width, double ratio, double threshold, float least) {
  int one = hottestBut(cells, width, width, width), two = hottestBut(cells, width, one, width);
  if (two == width) return;
  int three = hottestBut(cells, width, one, two);
  // The lanes look at each other's cells.
  SYNCHRONISE_LANES;
  double x1 = cells[one] - threshold, x2 = cells[two] - threshold, x3 = three < width ? cells[three] - threshold : 0;
  SYNCHRONISE_LANES;
  double first = (x1 + x2) / (1 + ratio), factor = 1;
  if (ratio * first < x3) {
    double others = 0;
    EACH_LANE(i, width) others += cells[i] > 0 && i != one ? cells[i] - threshold : 0;
    others = sumOf(others);
    first = (x1 + others) / (1 + ratio * others / x2);
    factor = ratio * first / x2;
  }
  EACH_LANE(i, width) {
    if (cells[i] > 0) {
      double x = i == one ? first : i == two ? ratio * first : (cells[i] - threshold) * factor;
      float shared = (float)(threshold + x);
      cells[i] = shared > least ? shared : least;
    }
  }
}

// Layers: offset, width, start of its tables or -1, start and number of its count edges; then the edges. Profiles: layer, start of
// its places. Constants: root, threshold, least recorded energy. Targets: as layerTargets leaves them.
KERNEL finishShowers(whole rows, whole columns, MATRIX(response), const int *layers, whole layerCount, const float *tables,
                     const int *profiles, whole profileCount, const double *places, whole ratioCount, const double *constants,
                     const double *targets) {
  (void)columns;
  double threshold = constants[1];
  float least = (float)constants[2];
  EACH_ROW(n, rows) {
    whole asked = n * (1 + 2 * layerCount + profileCount + ratioCount);
    whole ratios = asked + 1 + 2 * layerCount + profileCount;
    float factor = (float)targets[asked];
    for (int l = 0; l < layerCount; l++) {
      const int *layer = layers + 5 * l;
      float *cells = &AT(response, n, layer[0]);
      int width = layer[1], keep = (int)targets[asked + 1 + layerCount + l];
      const float *table = tables + layer[2];
      for (int edge = 0; edge < layer[4]; edge++) {
        if (keep > layers[5 * layerCount + layer[3] + edge]) table += width * TABLE;
      }
      EACH_LANE(i, width) {
        float x = layer[2] < 0 ? cells[i] : calibrated(cells[i], table + i * TABLE);
        x = x > 0 ? x : 0;
        cells[i] = constants[0] == 1 ? factor * x : constants[0] == 2 ? factor * x * x : factor * x * x * x;
      }
      SYNCHRONISE_LANES;
      constrain(cells, width, targets[asked + 1 + l], keep, threshold, __float_as_int(least));
      if (l < ratioCount) share(cells, width, targets[ratios + l], threshold, least);
    }
    for (int k = 0; k < profileCount; k++) {
      const int *layer = layers + 5 * profiles[2 * k];
      tilt(&AT(response, n, layer[0]), layer[1], places + profiles[2 * k + 1],
           targets[asked + 1 + 2 * layerCount + k], threshold, least);
    }
    for (int l = 0; profileCount > 0 && l < ratioCount; l++) {
      const int *layer = layers + 5 * l;
      share(&AT(response, n, layer[0]), layer[1], targets[ratios + l], threshold, least);
    }
  }
}
