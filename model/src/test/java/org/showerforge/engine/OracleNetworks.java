package org.showerforge.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Matrix;

/** Networks of the engine built from the oracle's JSON, and where their gradients go. */
final class OracleNetworks {
  final Backend backend;
  final int batch;
  final List<Layer> layers = new ArrayList<>();
  final List<Matrix> gradients = new ArrayList<>();
  final List<Matrix> normGradients = new ArrayList<>();

  OracleNetworks(Backend backend, JsonNode oracle) {
    this.backend = backend;
    this.batch = oracle.get("batch").asInt();
    int inputs = oracle.get("inputs").asInt();
    for (JsonNode layer : oracle.get("layers")) {
      LinearMap map = map(layer.get("map"), inputs);
      inputs = map.outputs();
      layers.add(new Layer(map, norm(layer.get("batchNorm"), inputs), activation(layer)));
    }
  }

  private static Activation activation(JsonNode layer) {
    String name = layer.get("activation").asText().toUpperCase(Locale.ROOT).replace('-', '_');
    Activation.Kind kind = Activation.Kind.valueOf(name);
    return new Activation(kind, layer.has("leak") ? layer.get("leak").asDouble() : 0);
  }

  private @Nullable BatchNorm norm(@Nullable JsonNode norm, int width) {
    if (norm == null) {
      return null;
    }
    int channels = norm.get("channels").asInt();
    return new BatchNorm(
        backend,
        parameters(norm.get("gamma"), 1, channels, normGradients),
        parameters(norm.get("beta"), 1, channels, normGradients),
        backend.allocate(1, channels),
        backend.allocate(1, channels),
        batch,
        width,
        BatchNorm.Mode.TRAINING);
  }

  private LinearMap map(JsonNode map, int inputs) {
    switch (map.get("kind").asText()) {
      case "dense" -> {
        int in = map.get("in").asInt();
        return new Dense(backend, weight(map, map.get("out").asInt(), in), bias(map));
      }
      case "convolution" -> {
        PatchGeometry geometry = geometry(map, "image", "channels");
        return new Convolution(
            backend,
            geometry,
            weight(map, map.get("filters").asInt(), geometry.patchSize()),
            bias(map));
      }
      case "transposed-convolution" -> {
        PatchGeometry geometry = geometry(map, "output", "filters");
        return new TransposedConvolution(
            backend,
            geometry,
            weight(map, map.get("channels").asInt(), geometry.patchSize()),
            PatchGeometry.Order.CHANNELS_FIRST,
            bias(map));
      }
      case "locally-connected" -> {
        PatchGeometry geometry = geometry(map, "image", "channels");
        return new LocallyConnected(
            backend,
            geometry,
            weight(map, geometry.positions() * geometry.patchSize(), map.get("filters").asInt()),
            bias(map));
      }
      case "branches" -> {
        List<Branches.Part> parts = new ArrayList<>();
        for (JsonNode part : map.get("parts")) {
          int from = part.get("from").asInt();
          int width = part.get("to").asInt() - from;
          parts.add(new Branches.Part(from, map(part.get("map"), width)));
        }
        return new Branches(backend, parts, inputs);
      }
      default -> throw new IllegalArgumentException(map.get("kind").asText());
    }
  }

  private static PatchGeometry geometry(JsonNode map, String image, String channels) {
    return new PatchGeometry(
        integers(map.get(image)),
        map.get(channels).asInt(),
        integers(map.get("kernel")),
        integers(map.get("stride")));
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asInt()));
    return values;
  }

  private Parameters weight(JsonNode map, int rows, int columns) {
    return parameters(map.get("weight"), rows, columns, gradients);
  }

  private Parameters bias(JsonNode map) {
    return parameters(map.get("bias"), 1, map.get("bias").size(), gradients);
  }

  private Parameters parameters(JsonNode values, int rows, int columns, List<Matrix> out) {
    Matrix gradient = backend.allocate(rows, columns);
    out.add(gradient);
    Matrix matrix = backend.allocate(rows, columns);
    backend.write(floats(values), matrix);
    return Parameters.trained(matrix, gradient);
  }

  /** The gradients that a backend has found, in the oracle's order. */
  double[] found(List<Matrix> matrices) {
    return matrices.stream()
        .flatMapToDouble(matrix -> java.util.Arrays.stream(backend.readDoubles(matrix)))
        .toArray();
  }

  /** Rows of a batch, as a matrix. */
  Matrix rows(JsonNode rows) {
    Matrix matrix = backend.allocate(rows.size(), rows.get(0).isArray() ? rows.get(0).size() : 1);
    backend.write(floats(rows), matrix);
    return matrix;
  }

  static float[] floats(JsonNode array) {
    double[] values = doubles(array);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** All numbers below a node, in order. */
  static double[] doubles(JsonNode node) {
    if (node.isNumber()) {
      return new double[] {node.asDouble()};
    }
    List<double[]> parts = new ArrayList<>();
    node.forEach(child -> parts.add(doubles(child)));
    return parts.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
  }
}
