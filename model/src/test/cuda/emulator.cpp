// Runs kernels.cu on a processor, thread after thread: what the kernels compute can be tested without a GPU, not how fast.
// The kernels that are one warp's work get warps of one lane. Matrix products are not here: the caller has a BLAS.

#include <jni.h>

#include <cmath>
#include <cstring>
#include <map>
#include <string>
#include <utility>

struct Index {
  int x = 0, y = 0;
};

static Index blockIdx, blockDim, gridDim, threadIdx;

static float __uint_as_float(unsigned int bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

static float __int_as_float(int bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

static int __float_as_int(float value) {
  int bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

#define __global__
#define __device__ static
#define ONE_LANE

#include "kernels.cu"

typedef void (*Kernel)(const long long *);

template <typename... Types, std::size_t... At>
static void call(void (*kernel)(Types...), const long long *arguments, std::index_sequence<At...>) {
  kernel((Types)arguments[At]...);
}

template <typename... Types>
static void callWith(void (*kernel)(Types...), const long long *arguments) {
  call(kernel, arguments, std::index_sequence_for<Types...>());
}

#define ENTRY(name) {#name, [](const long long *arguments) { callWith(name, arguments); }}
#define CURVED(name) ENTRY(name), ENTRY(name##Valued), ENTRY(name##Curved)

static const std::map<std::string, Kernel> kernels = {
    ENTRY(fill), ENTRY(copy), ENTRY(affine), ENTRY(scale), ENTRY(combine), ENTRY(clip), ENTRY(multiply),
    ENTRY(addRow), ENTRY(scaleColumns), ENTRY(scaleRows), ENTRY(mix), ENTRY(rowDots), ENTRY(softmaxRows),
    ENTRY(mapSigmoid), ENTRY(mapSoftplus), ENTRY(mapExp), ENTRY(mapRelu), ENTRY(mapStep), ENTRY(mapSqrt),
    ENTRY(mapReciprocal), CURVED(activateLinear), CURVED(activateLeaky), CURVED(activateTanh),
    CURVED(activateSigmoid), CURVED(activateSwish), CURVED(activateSoftplus), ENTRY(gaussianRows),
    ENTRY(uniformRows), ENTRY(gatherRows), ENTRY(gatherOrdered), ENTRY(gatherColumns), ENTRY(scatterColumns),
    ENTRY(adam), ENTRY(adamAveraged), ENTRY(rmsProp), ENTRY(layerTargets), ENTRY(finishShowers)};

extern "C" JNIEXPORT jboolean JNICALL Java_org_showerforge_backend_cuda_EmulatedDevice_launch(
    JNIEnv *env, jclass, jstring name, jintArray grid, jlongArray arguments) {
  const char *text = env->GetStringUTFChars(name, nullptr);
  auto kernel = kernels.find(text);
  env->ReleaseStringUTFChars(name, text);
  if (kernel == kernels.end()) return JNI_FALSE;
  jint size[4];
  env->GetIntArrayRegion(grid, 0, 4, size);
  long long values[24];
  jsize count = env->GetArrayLength(arguments);
  if (count > 24) return JNI_FALSE;
  env->GetLongArrayRegion(arguments, 0, count, (jlong *)values);
  gridDim.x = size[0];
  gridDim.y = size[1];
  blockDim.x = size[2];
  blockDim.y = size[3];
  for (blockIdx.y = 0; blockIdx.y < gridDim.y; blockIdx.y++)
    for (blockIdx.x = 0; blockIdx.x < gridDim.x; blockIdx.x++)
      for (threadIdx.y = 0; threadIdx.y < blockDim.y; threadIdx.y++)
        for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) kernel->second(values);
  return JNI_TRUE;
}
