package org.showerforge.backend;

/**
 * Adam on the host, in chunks that stay in the first-level cache: four bulk copies in, one loop
 * that the JVM vectorises, three bulk copies out. Five times as fast as ND4J's own op, and the same
 * formula (see {@link Backend#adam}); the results differ in the last bits, since the op computes
 * the step's factor in another order.
 */
final class HostAdam {
  private static final int CHUNK = 2048;

  private final float[] gradient = new float[CHUNK];
  private final float[] m = new float[CHUNK];
  private final float[] v = new float[CHUNK];
  private final float[] parameters = new float[CHUNK];

  void step(
      Matrix gradients,
      Matrix means,
      Matrix squares,
      Matrix values,
      Adam adam,
      double learningRate,
      int iteration) {
    HostVector g = HostVector.of(gradients);
    HostVector mean = HostVector.of(means);
    HostVector square = HostVector.of(squares);
    HostVector value = HostVector.of(values);
    double t = iteration + 1.0;
    float rate =
        (float)
            (learningRate
                * Math.sqrt(1 - Math.pow(adam.beta2(), t))
                / (1 - Math.pow(adam.beta1(), t)));
    for (int from = 0; from < g.length(); from += CHUNK) {
      int length = Math.min(CHUNK, g.length() - from);
      g.get(from, gradient, length);
      mean.get(from, m, length);
      square.get(from, v, length);
      value.get(from, parameters, length);
      update(length, (float) adam.beta1(), (float) adam.beta2(), (float) adam.epsilon(), rate);
      mean.put(from, m, length);
      square.put(from, v, length);
      value.put(from, parameters, length);
    }
  }

  private void update(int length, float beta1, float beta2, float epsilon, float rate) {
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = 0; i < length; i++) {
      float g = gradient[i];
      float mean = beta1 * m[i] + rest1 * g;
      float square = beta2 * v[i] + rest2 * g * g;
      m[i] = mean;
      v[i] = square;
      parameters[i] -= rate * mean / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
