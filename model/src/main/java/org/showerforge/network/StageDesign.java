package org.showerforge.network;

import java.io.Serializable;
import java.util.List;
import org.showerforge.UserException;
import org.showerforge.backend.Backend;
import org.showerforge.engine.ExpHead;
import org.showerforge.engine.Head;
import org.showerforge.engine.LinearHead;
import org.showerforge.engine.NoisyCellHead;
import org.showerforge.engine.SoftmaxHead;

/**
 * The shape of one stage's two networks.
 *
 * @param name the stage, e.g. {@code totals} or {@code shapes}
 * @param noise latent numbers, standard normal
 * @param conditions numbers that both networks are given
 * @param response numbers that the stage generates
 * @param images depth, height and width of the images that the response consists of, one after the
 *     other; none if it is no image
 * @param generator the generator's hidden layers
 * @param critic the critic's hidden layers
 * @param leak slope below zero of the leaky ReLU, the activation where a layer names none
 * @param head what makes the response of the generator's last layer
 * @param noiseSizes of each cell's own noise, in a unit of the event's that is its last condition;
 *     none where the head takes no noise
 * @param features what is appended to the critic's input
 * @param loss what both minimise
 * @param updater how gradients move parameters
 */
public record StageDesign(
    String name,
    int noise,
    int conditions,
    int response,
    List<List<Integer>> images,
    List<LayerDesign> generator,
    List<LayerDesign> critic,
    double leak,
    HeadKind head,
    List<Double> noiseSizes,
    CriticFeatures features,
    LossDesign loss,
    UpdaterKind updater)
    implements Serializable {

  private static final int MAX_WIDTH = 1 << 20;

  /** Checks the widths. */
  public StageDesign {
    images = List.copyOf(images);
    noiseSizes = List.copyOf(noiseSizes);
    generator = List.copyOf(generator);
    critic = List.copyOf(critic);
    positive(name, "noise", noise);
    positive(name, "conditions", conditions);
    positive(name, "response", response);
    for (LayerDesign layer : critic) {
      if (layer.batchNorm()) {
        throw new UserException(
            "stage %s: batchNorm in the critic couples the events of a batch, and the gradient"
                + " penalty needs each event's own gradient; use it in the generator only",
            name);
      }
    }
    if (loss.energy() > 0 && !features.ofCells()) {
      throw new UserException("stage %s: loss.energy is for cells; this response has none", name);
    }
    if (head == HeadKind.SOFTMAX && images.isEmpty()) {
      throw new UserException("stage %s: head softmax needs a response of images", name);
    }
    if (noiseSizes.size() != (head == HeadKind.NOISY_CELLS ? response : 0)
        || noiseSizes.stream().anyMatch(size -> !(size >= 0) || size.isInfinite())) {
      throw new UserException(
          "stage %s: head %s of %d cells cannot have noise of %d sizes from %s on",
          name,
          head.configured(),
          response,
          noiseSizes.size(),
          noiseSizes.stream().min(Double::compare).map(String::valueOf).orElse("none"));
    }
    if (generator.isEmpty() || critic.isEmpty()) {
      throw new UserException(
          "stage %s: generator and critic need at least one hidden layer each", name);
    }
    if (!(leak >= 0 && leak < 1)) {
      throw new UserException("stage %s: leak must be in [0, 1), got %s", name, leak);
    }
  }

  private static void positive(String stage, String what, int value) {
    if (value < 1 || value > MAX_WIDTH) {
      throw new UserException("stage %s: %s must be 1..%d, got %d", stage, what, MAX_WIDTH, value);
    }
  }

  /** Works out every size of both networks, and refuses what does not fit together. */
  public void check() {
    NetworkPlan.generator(this);
    NetworkPlan.critic(this);
  }

  /** The head, for batches of one size. */
  Head createHead(Backend backend, int batch) {
    return switch (head) {
      case LINEAR -> new LinearHead(backend);
      case NOISY_CELLS -> new NoisyCellHead(backend, batch, response);
      case EXP -> new ExpHead(backend, 1);
      case SOFTMAX ->
          new SoftmaxHead(
              backend,
              batch,
              images.stream().map(size -> size.stream().reduce(1, (a, b) -> a * b)).toList());
    };
  }

  /** Noise numbers per event that the head uses. */
  public int cellNoise() {
    return noiseSizes.size();
  }

  /** The sizes of the noise in single precision, in which they are used. */
  public float[] noiseSizesInSinglePrecision() {
    float[] sizes = new float[noiseSizes.size()];
    for (int cell = 0; cell < sizes.length; cell++) {
      sizes[cell] = noiseSizes.get(cell).floatValue();
    }
    return sizes;
  }

  /** Columns of the critic's input that its penalty differentiates by. */
  int criticResponse() {
    return response + features.width();
  }

  /** Columns of the critic's input. */
  int criticInputs() {
    return criticResponse() + conditions;
  }
}
