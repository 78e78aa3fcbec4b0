package org.showerforge.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.Backend.Function;
import org.showerforge.backend.Matrix;

/**
 * A conditional critic and the exact gradient of its loss, the second-order part of a gradient
 * penalty included, in three sweeps (four with curvature) and without a tape.
 *
 * <p>The critic is a chain of linear maps W_l and activations f: A_l = H_(l-1) W_l + b_l, H_l =
 * f(A_l). The penalty acts on g, the gradient of the score by [response, features] at a point
 * between a real and a fake event, conditions held. Rows come in blocks ({@link Rows}), so that
 * each weight needs one product:
 *
 * <ol>
 *   <li>forward, for real, fake and the points between; for the latter A_1 is mixed from those of
 *       real and fake, since a linear map mixes too.
 *   <li>backward: E_(l-1) = (E_l W_l^T) f'(A_(l-1)), from the loss's errors for real and fake and
 *       from the score's gradient for the points between, which gives g = E_1 W_1^T.
 *   <li>the penalty's derivative by g is a direction q. Pushed through the linearised network, T_l
 *       = (T_(l-1) W_l) f'(A_l) with T_0 = q, it gives the score's derivative along q, whose
 *       gradient by W_l with the slopes held is T_(l-1)^T E_l.
 *   <li>with curvature, the slopes' part: errors (T_(l-1) W_l) (E_(l+1) W_(l+1)^T) f''(A_l), and
 *       what the score itself is curved, swept backward once more.
 * </ol>
 *
 * dW_l = H_(l-1)^T E_l over all blocks is then loss and penalty at once. Exact to rounding for any
 * activation with a second derivative; a leaky ReLU's is zero almost everywhere.
 */
public final class Critic {
  private final Backend backend;
  private final CriticLayer[] layers;
  private final Loss loss;
  private final Penalty penalty;
  private final Rows.Layout layout;
  private final Rows input;
  private final Matrix responseDirection;
  private final Matrix heldConditions;
  private final Matrix weights;
  private final Matrix realScores;
  private final Matrix fakeScores;
  private final Matrix norms;
  private final Matrix factors;
  private final Matrix inputGradient;
  private final Matrix generatorGradient;
  private final @Nullable FeatureMatching featureMatching;

  /**
   * A critic for batches of one size.
   *
   * @param layers the first takes [response, features, conditions]; the last has no activation and
   *     gives what the loss takes
   * @param batch events per block
   * @param responseWidth how many of the first input columns the penalty differentiates by
   * @param featureMatching strength of that term of the generator's loss; 0 for none
   */
  public Critic(
      Backend backend,
      List<Layer> layers,
      Loss loss,
      Penalty penalty,
      int batch,
      int responseWidth,
      double featureMatching) {
    check(layers, loss, batch, responseWidth, featureMatching);
    this.backend = backend;
    this.loss = loss;
    this.penalty = penalty;
    boolean curved =
        penalty.exists()
            && (loss.isCurved()
                || layers.stream().anyMatch(layer -> layer.activation().isCurved()));
    this.layout = new Rows.Layout(batch, penalty.exists(), loss.samples() > 1, curved);
    int inputs = layers.get(0).map().inputs();
    this.input = layout.of(backend.allocate(layout.rows(), inputs));
    this.layers =
        layers.stream()
            .map(
                layer ->
                    new CriticLayer(
                        backend, layer, layout, curved && layer.activation().isCurved()))
            .toArray(CriticLayer[]::new);
    this.responseDirection = input.direction().columns(0, responseWidth);
    this.heldConditions = input.direction().columns(responseWidth, inputs);
    this.weights = backend.allocate(batch, 1);
    backend.affine(0, 1, weights);
    this.realScores = backend.allocate(batch, 1);
    this.fakeScores = backend.allocate(batch, 1);
    this.norms = backend.allocate(batch, 1);
    this.factors = backend.allocate(batch, 1);
    this.inputGradient = backend.allocate(loss.samples() * batch, inputs);
    this.generatorGradient = inputGradient.columns(0, responseWidth);
    int hidden = layers.get(layers.size() - 2).map().outputs();
    this.featureMatching =
        featureMatching == 0 ? null : new FeatureMatching(backend, batch, hidden, featureMatching);
  }

  private static void check(
      List<Layer> layers, Loss loss, int batch, int responseWidth, double featureMatching) {
    if (batch < 1) {
      throw new UserException("batch: must be >= 1, got %d", batch);
    }
    if (!(featureMatching >= 0) || !Double.isFinite(featureMatching)) {
      throw new UserException("featureMatching: must be >= 0 and finite, got %s", featureMatching);
    }
    if (layers.size() < 2) {
      throw new UserException("critic: needs at least one hidden layer");
    }
    Layer top = layers.get(layers.size() - 1);
    int outputs = top.map().outputs();
    if (!top.activation().equals(Activation.IDENTITY)) {
      throw new UserException(
          "critic: its last layer has no activation, got %s", top.activation().kind().configured());
    }
    int inputs = layers.get(0).map().inputs();
    if (responseWidth < 1 || responseWidth > inputs) {
      throw new UserException(
          "critic: responseWidth: must be 1..%d, got %d", inputs, responseWidth);
    }
    if (outputs != loss.outputs()) {
      throw new UserException(
          "critic: this loss takes %d number(s) per event, the critic gives %d",
          loss.outputs(), outputs);
    }
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).norm() != null) {
        throw new UserException(
            "critic: layer %d has batch normalisation; it couples the events of a batch, and the"
                + " penalty needs the gradient of each event's score by that event alone",
            l);
      }
      if (l > 0 && layers.get(l).map().inputs() != layers.get(l - 1).map().outputs()) {
        throw new UserException(
            "critic: layer %d takes %d numbers, the one below gives %d",
            l, layers.get(l).map().inputs(), layers.get(l - 1).map().outputs());
      }
    }
  }

  /** Where the caller puts real events: [batch, response + features + conditions]. */
  public Matrix realInput() {
    return input.real();
  }

  /** Where the caller puts generated events: as real, the loss's samples below each other. */
  public Matrix generatedInput() {
    return input.generated();
  }

  /** Where the caller puts the events' weights: [batch, 1]; 1 at first. */
  public Matrix weights() {
    return weights;
  }

  /** Scores of real events in the last critic step: [batch, 1]. */
  public Matrix realScores() {
    return realScores;
  }

  /** Scores of generated events in the last critic step: [batch, 1]. */
  public Matrix fakeScores() {
    return fakeScores;
  }

  /** |g| of the last critic step: [batch, 1]; zeros without a penalty. */
  public Matrix norms() {
    return norms;
  }

  private CriticLayer top() {
    return layers[layers.length - 1];
  }

  /**
   * Fills the weight gradients for the events in {@link #realInput} and {@link #generatedInput}.
   *
   * @param mixing where between real (1) and fake (0) the penalty is taken, uniform in (0, 1);
   *     [batch, 1]; not read by a penalty at real events
   * @param sum whether this is a further block of a larger batch
   */
  public void gradient(Matrix mixing, Sum sum) {
    forward(mixing);
    loss.criticErrors(top().values, top().errors, weights);
    loss.scores(top().values, realScores, fakeScores);
    if (penalty.exists()) {
      loss.scoreGradient(top().values, top().errors);
    }
    backward();
    if (penalty.exists()) {
      direction();
      if (layout.curved()) {
        curvature();
      }
    }
    Matrix below = input.all();
    for (CriticLayer layer : layers) {
      layer.gradients(below, sum);
      below = layer.values.all();
    }
  }

  private void forward(Matrix mixing) {
    CriticLayer first = layers[0];
    first.map.apply(input.points(), first.values.points());
    if (penalty.exists()) {
      between(mixing, first.values);
      if (layout.curved()) {
        between(mixing, input);
      }
    }
    for (int l = 0; l < layers.length; l++) {
      if (l > 0) {
        layers[l].map.apply(layers[l - 1].values.forward(), layers[l].values.forward());
      }
      layers[l].activatePoints();
      if (penalty.exists()) {
        layers[l].activateBetween();
      }
    }
  }

  private void between(Matrix mixing, Rows rows) {
    if (penalty.isAtRealEvents()) {
      backend.copy(rows.real(), rows.between());
    } else {
      backend.mix(mixing, rows.real(), rows.fake(), rows.between());
    }
  }

  private void backward() {
    for (int l = layers.length - 1; l > 0; l--) {
      layers[l].map.applyTranspose(layers[l].errors.backward(), layers[l - 1].errors.backward());
      layers[l - 1].backward();
    }
  }

  private void direction() {
    layers[0].map.applyTranspose(layers[0].errors.direction(), input.direction());
    backend.affine(0, 0, heldConditions);
    backend.rowDots(responseDirection, responseDirection, norms);
    backend.map(Function.SQRT, norms, norms);
    penalty.factors(backend, norms, factors);
    backend.scaleRows(factors, responseDirection);
    Matrix below = input.direction();
    for (CriticLayer layer : layers) {
      layer.map.apply(below, layer.values.direction());
      layer.direct();
      below = layer.values.direction();
    }
  }

  private void curvature() {
    loss.scoreCurvature(top().values, top().errors);
    for (int l = layers.length - 1; l > 0; l--) {
      layers[l].map.applyTranspose(layers[l].errors.curved(), layers[l - 1].errors.curved());
      layers[l - 1].backwardCurved();
    }
  }

  /** The matrix that {@link #computeGeneratorGradient} fills: [samples x batch, responseWidth]. */
  public Matrix generatorGradient() {
    return generatorGradient;
  }

  /** Whether the generator's loss needs real events in {@link #realInput}. */
  public boolean generatorSeesReal() {
    return loss.generatorSeesReal() || featureMatching != null;
  }

  /** Finds the derivative of the generator's loss by what is in {@link #generatedInput}. */
  public void computeGeneratorGradient() {
    boolean seesReal = generatorSeesReal();
    Rows below = input;
    for (CriticLayer layer : layers) {
      if (seesReal) {
        layer.map.apply(below.points(), layer.values.points());
        layer.activatePoints();
      } else {
        layer.map.apply(below.generated(), layer.values.generated());
        layer.activateGenerated();
      }
      below = layer.values;
    }
    loss.generatorErrors(top().values, top().errors, weights);
    for (int l = layers.length - 1; l > 0; l--) {
      Rows errors = layers[l - 1].errors;
      layers[l].map.applyTranspose(layers[l].errors.generated(), errors.generated());
      if (featureMatching != null && l == layers.length - 1) {
        Rows hidden = layers[l - 1].values;
        featureMatching.addErrors(hidden.real(), hidden.fake(), weights, errors.fake());
      }
      layers[l - 1].backwardGenerated();
    }
    layers[0].map.applyTranspose(layers[0].errors.generated(), inputGradient);
  }
}
