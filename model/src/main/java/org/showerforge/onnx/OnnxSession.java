package org.showerforge.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/** A model in ONNX Runtime, on one thread. */
final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxSession(byte[] model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // As all products of ours; several threads on a busy core wait for each other.
      options.setIntraOpNumThreads(1);
      this.session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model", e);
    }
  }

  /**
   * Runs the model.
   *
   * @param inputs by name, [rows, columns]
   * @return the output, [rows, columns]
   */
  float[] run(int rows, Map<String, float[]> inputs, String output) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, float[]> input : inputs.entrySet()) {
        long[] shape = {rows, input.getValue().length / rows};
        FloatBuffer values = FloatBuffer.wrap(input.getValue());
        tensors.put(input.getKey(), OnnxTensor.createTensor(environment, values, shape));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        OnnxTensor answer = (OnnxTensor) result.get(output).orElseThrow();
        FloatBuffer values = answer.getFloatBuffer();
        float[] numbers = new float[values.remaining()];
        values.get(numbers);
        return numbers;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot run the model", e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
