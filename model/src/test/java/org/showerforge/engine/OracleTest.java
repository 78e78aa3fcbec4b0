package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;
import org.showerforge.backend.Nd4jBackend;
import org.showerforge.backend.TestBackend;

/**
 * The engine's gradients against PyTorch's automatic differentiation in double precision, for every
 * map, activation, loss and penalty: {@code src/test/python/adversarial_oracle.py} made the
 * numbers.
 *
 * <p>An error is relative to the largest number of its array or one, whichever is larger: some
 * gradients are zero.
 */
@Tag(TestBackend.GPU)
final class OracleTest {
  private static final double DOUBLE_LIMIT = 1e-11;

  /** Single precision over a few layers, and the penalty's second order. */
  private static final double FLOAT_LIMIT = 2e-4;

  static Stream<Named<JsonNode>> critics() {
    return cases("critic");
  }

  static Stream<Named<JsonNode>> generators() {
    return cases("generator");
  }

  private static Stream<Named<JsonNode>> cases(String kind) {
    try (InputStream in =
        Objects.requireNonNull(OracleTest.class.getResourceAsStream("adversarial-oracle.json"))) {
      JsonNode all = new ObjectMapper().readTree(in).get("cases");
      return StreamSupport.stream(all.spliterator(), false)
          .filter(node -> node.get("kind").asText().equals(kind))
          .map(node -> Named.of(node.get("name").asText(), node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("critics")
  void criticGradientsInDoublePrecision(JsonNode oracle) {
    checkCritic(new JavaBackend(), oracle, DOUBLE_LIMIT);
    checkCritic(Nd4jBackend.float64(), oracle, DOUBLE_LIMIT);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ND4J_FLOAT64", "JAVA"})
  void criticGradientsInSinglePrecision(TestBackend kind) {
    Backend backend = kind.create();
    critics().forEach(oracle -> checkCritic(backend, oracle.getPayload(), FLOAT_LIMIT));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void generatorGradientsInDoublePrecision(JsonNode oracle) {
    checkGenerator(new JavaBackend(), oracle, DOUBLE_LIMIT);
    checkGenerator(Nd4jBackend.float64(), oracle, DOUBLE_LIMIT);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ND4J_FLOAT64", "JAVA"})
  void generatorGradientsInSinglePrecision(TestBackend kind) {
    Backend backend = kind.create();
    generators().forEach(oracle -> checkGenerator(backend, oracle.getPayload(), FLOAT_LIMIT));
  }

  private static void checkCritic(Backend backend, JsonNode oracle, double limit) {
    OracleNetworks network = new OracleNetworks(backend, oracle);
    Critic critic = critic(network, oracle);
    backend.copy(network.rows(oracle.get("real")), critic.realInput());
    backend.copy(network.rows(oracle.get("weights")), critic.weights());
    Matrix generated = critic.generatedInput();
    backend.copy(network.rows(oracle.get("fake")), generated.rows(0, network.batch));
    boolean second = oracle.has("fake2");
    if (second) {
      backend.copy(
          network.rows(oracle.get("fake2")), generated.rows(network.batch, 2 * network.batch));
    }
    critic.gradient(network.rows(oracle.get("epsilon")), Sum.NEW);
    List<Double> expected = new ArrayList<>();
    for (JsonNode map : oracle.get("criticGradients")) {
      add(map.get("weight"), expected);
      add(map.get("bias"), expected);
    }
    assertClose(oracle, network.found(network.gradients), expected, limit);

    critic.computeGeneratorGradient();
    expected.clear();
    add(oracle.get("generatorGradient"), expected);
    if (second) {
      add(oracle.get("generatorGradient2"), expected);
    }
    assertClose(oracle, backend.readDoubles(critic.generatorGradient()), expected, limit);
  }

  private static Critic critic(OracleNetworks network, JsonNode oracle) {
    String name = name(oracle.get("loss"));
    Loss loss =
        name.equals("CRAMER")
            ? new CramerLoss(
                network.backend,
                network.batch,
                network.layers.get(network.layers.size() - 1).map().outputs())
            : new ScoreLoss(
                network.backend, ScoreLoss.Kind.valueOf(name), oracle.get("smoothing").asDouble());
    return new Critic(
        network.backend,
        network.layers,
        loss,
        new Penalty(
            Penalty.Kind.valueOf(name(oracle.get("penalty"))), oracle.get("lambda").asDouble()),
        network.batch,
        oracle.get("responseWidth").asInt(),
        oracle.get("featureMatching").asDouble());
  }

  private static String name(JsonNode node) {
    return node.asText().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static void checkGenerator(Backend backend, JsonNode oracle, double limit) {
    OracleNetworks network = new OracleNetworks(backend, oracle);
    int cells = oracle.get("upstream").get(0).size();
    Generator generator =
        new Generator(
            backend,
            network.layers,
            head(backend, oracle.get("head"), network.batch, cells),
            network.batch,
            cells);
    backend.copy(network.rows(oracle.get("input")), generator.input());
    if (oracle.has("cellNoise")) {
      backend.copy(network.rows(oracle.get("cellNoise")), generator.cellNoise());
    }
    Matrix response = backend.allocate(network.batch, cells);
    generator.forward(response);
    List<Double> expected = new ArrayList<>();
    add(oracle.get("response"), expected);
    assertClose(oracle, backend.readDoubles(response), expected, limit);

    generator.backward(response, network.rows(oracle.get("upstream")), Sum.NEW);
    expected.clear();
    for (JsonNode map : oracle.get("gradients")) {
      add(map.get("weight"), expected);
      add(map.get("bias"), expected);
    }
    assertClose(oracle, network.found(network.gradients), expected, limit);
    expected.clear();
    add(oracle.get("batchNormGradients"), expected);
    assertClose(oracle, network.found(network.normGradients), expected, limit);
  }

  private static Head head(Backend backend, JsonNode head, int batch, int cells) {
    return switch (head.get("kind").asText()) {
      case "linear" -> new LinearHead(backend);
      case "noisy-cells" -> new NoisyCellHead(backend, batch, cells);
      case "exp-scale" -> new ExpHead(backend, head.get("scale").asDouble());
      case "softmax-groups" -> {
        List<Integer> groups = new ArrayList<>();
        head.get("groups").forEach(group -> groups.add(group.asInt()));
        yield new SoftmaxHead(backend, batch, groups);
      }
      default -> throw new IllegalArgumentException(head.toString());
    };
  }

  private static void add(JsonNode numbers, List<Double> out) {
    for (double value : OracleNetworks.doubles(numbers)) {
      out.add(value);
    }
  }

  private static void assertClose(
      JsonNode oracle, double[] found, List<Double> expected, double limit) {
    assertThat(found).hasSize(expected.size());
    double size = 1;
    double error = 0;
    for (int i = 0; i < found.length; i++) {
      size = Math.max(size, Math.abs(expected.get(i)));
      error = Math.max(error, Math.abs(found[i] - expected.get(i)));
    }
    assertThat(error / size).as(oracle.get("name").asText()).isLessThan(limit);
  }
}
