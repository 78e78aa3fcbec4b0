package org.showerforge.jobs.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.showerforge.backend.HostBackend;
import org.showerforge.backend.Matrix;
import org.showerforge.card.Hashes;
import org.showerforge.card.Json;
import org.showerforge.cascade.CalibrationFit;
import org.showerforge.cascade.CascadeRecipe;
import org.showerforge.cascade.GeneratorArtifact;
import org.showerforge.cascade.GeneratorCard;
import org.showerforge.cascade.GeneratorWeights;
import org.showerforge.data.event.EventReader;
import org.showerforge.data.event.Split;
import org.showerforge.data.output.StagedOutput;
import org.showerforge.engine.CriticFeature;
import org.showerforge.jobs.BenchmarkSetup;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.network.Shard;
import org.showerforge.network.StageDesign;

/**
 * The Java side of {@code deploy/bench/pytorch-training}: a training's events for PyTorch, and a
 * generator of the weights that come back. Numbers go to and fro as little-endian files without a
 * header.
 */
public final class TorchTraining {
  /** Events whose critic features PyTorch is to find again. */
  private static final int CHECKED = 64;

  private final GeneratorCard card;
  private final Path data;
  private final Path exchange;

  private TorchTraining(Path generator, Path data, Path exchange) {
    this.card = GeneratorArtifact.load(generator).card();
    this.data = data;
    this.exchange = exchange;
  }

  /**
   * Runs one side.
   *
   * @param arguments {@code export} or {@code import}, a generator that train wrote, its prepared
   *     data, the folder of the exchange, and the generator's folder to make
   */
  public static void main(String[] arguments) throws IOException {
    TorchTraining training =
        new TorchTraining(
            Path.of(arguments[1]).toAbsolutePath(),
            Path.of(arguments[2]).toAbsolutePath(),
            Path.of(arguments[3]));
    try (JavaSparkContext sc = BenchmarkSetup.spark("local[2]")) {
      switch (arguments[0]) {
        case "export" -> training.export(training.shards(sc));
        case "import" ->
            training.publish(sc, training.shards(sc), Path.of(arguments[4]).toAbsolutePath());
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private TrainingShards shards(JavaSparkContext sc) throws IOException {
    return TrainingShards.of(
        EventReader.read(
            sc, EventReader.files(sc.hadoopConfiguration(), data.toString(), Split.TRAIN), 1000),
        1);
  }

  private void export(TrainingShards shards) throws IOException {
    Files.createDirectories(exchange);
    for (String stage : CascadeRecipe.STAGES) {
      Shard events = shards.stage(stage, card.transform()).first();
      write(stage + ".conditions", events.conditions());
      write(stage + ".response", events.response());
      write(stage + ".threshold", events.threshold());
      write(stage + ".weights", events.weights());
      float[] orders = new float[events.orders().length * events.orders()[0].length];
      int at = 0;
      for (int[] order : events.orders()) {
        for (int cell : order) {
          orders[at++] = cell;
        }
      }
      write(stage + ".orders", orders);
      write(stage + ".features", features(card.recipe().design(stage, card.transform()), events));
    }
  }

  /** What the critic sees of the first events besides their response, [events, numbers]. */
  private static float[] features(StageDesign design, Shard events) {
    try (HostBackend backend = new HostBackend()) {
      Matrix response = backend.allocate(CHECKED, design.response());
      Matrix threshold = backend.allocate(CHECKED, 1);
      Matrix all = backend.allocate(CHECKED, design.features().width());
      backend.write(Arrays.copyOf(events.response(), CHECKED * design.response()), response);
      backend.write(Arrays.copyOf(events.threshold(), CHECKED), threshold);
      int from = 0;
      for (CriticFeature feature : design.features().build(backend, CHECKED)) {
        feature.apply(response, threshold, all.columns(from, from + feature.width()));
        from += feature.width();
      }
      float[] values = new float[CHECKED * design.features().width()];
      backend.read(all, values);
      return values;
    }
  }

  private void publish(JavaSparkContext sc, TrainingShards shards, Path output) throws IOException {
    Map<String, float[]> published = new LinkedHashMap<>();
    ObjectNode recipeTree = (ObjectNode) Json.tree(card.recipe());
    for (String stage : CascadeRecipe.STAGES) {
      published.put(stage, read(stage + ".generator"));
      ((ObjectNode) recipeTree.at("/" + stage + "/training"))
          .put("iterations", (int) read(stage + ".iterations")[0]);
    }
    CascadeRecipe recipe = Json.convert(recipeTree, CascadeRecipe.class, "recipe");
    CalibrationFit.Fitted fitted =
        shards.calibrate(recipe, card.transform(), published, Compute.CPU);
    byte[] bytes = new GeneratorWeights(published, fitted.tables()).bytes();
    try (StagedOutput staged = StagedOutput.create(sc.hadoopConfiguration(), output.toString())) {
      staged.write(GeneratorArtifact.WEIGHTS, bytes);
      staged.commit(
          new GeneratorCard(
              GeneratorCard.KIND,
              GeneratorCard.FORMAT_VERSION,
              card.version(),
              Instant.now().toString(),
              recipe,
              fitted.transform(),
              card.configuration(),
              card.trainingData(),
              card.seed(),
              Hashes.sha256(bytes),
              GeneratorCard.transformSha256(Json.tree(recipe), Json.tree(fitted.transform())),
              card.parameters(),
              new GeneratorCard.Repeatability(false, 0, 0),
              Map.of()));
    }
  }

  private void write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(exchange.resolve(name), bytes.array());
  }

  private float[] read(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(exchange.resolve(name));
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
