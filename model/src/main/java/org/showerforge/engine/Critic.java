package org.showerforge.engine;

import java.util.List;
import org.showerforge.UserException;

/**
 * A conditional critic and the exact gradient of the WGAN-GP loss (Gulrajani et al. 2017, arXiv
 * 1704.00028)
 *
 * <pre>
 *   L = mean D(fake) - mean D(real) + lambda mean (|grad D(x^)| - 1)^2,  x^ = eps real + (1 - eps) fake
 * </pre>
 *
 * with respect to its weights, the penalty's second-order part included, in three sweeps and
 * without a tape. The gradient in the penalty is taken in the space [response, features],
 * conditions held.
 *
 * <p>Rows come in three blocks of one batch each, [real | fake | interpolated], so that each weight
 * needs one product. With D a chain of linear maps W_l and leaky ReLUs with slopes M_l:
 *
 * <ol>
 *   <li>forward: A_1 = X W_1 + b_1 for real and fake; A_1[interpolated] = eps A_1[real] + (1 - eps)
 *       A_1[fake], since the map is affine; H = A M.
 *   <li>backward: E_top = (s w^T) M with s = (-1/B, 1/B, 1), E_(l-1) = (E_l W_l^T) M_(l-1): the
 *       first two blocks carry the loss's errors, the third gives the input gradient g = E_1 W_1^T.
 *   <li>the penalty's derivative by g is the direction q = g (2 lambda/B)(1 - 1/|g|). Pushed
 *       through the network with the slopes held, q gives the interpolated rows of H anew, and dW_l
 *       = H_(l-1)^T E_l over all three blocks is loss and penalty at once.
 * </ol>
 *
 * The slope of a leaky ReLU is constant almost everywhere, so there is no second-derivative term;
 * the biases' penalty gradient is zero. Cost: about 11 MFLOP per event with a 505-512-256-1 critic
 * and its generator.
 */
public final class Critic {
  private static final double TINY_NORM = 1e-12;

  private final Backend backend;
  private final List<Dense> maps;
  private final int batch;
  private final double leak;
  private final double penaltyWeight;

  private final Matrix input;
  private final Matrix direction;
  private final Matrix responseWeight;
  private final Layer[] hidden;
  private final Matrix scores;
  private final Matrix sign;
  private final Matrix generatorSign;
  private final Matrix norms;
  private final Matrix factors;
  private final Matrix generatorGradient;

  /** The buffers of one hidden layer and their views by block. */
  private static final class Layer {
    final Matrix values;
    final Matrix slopes;
    final Matrix errors;
    final Blocks value;
    final Blocks slope;
    final Blocks error;

    Layer(Backend backend, int batch, int width) {
      values = backend.allocate(3 * batch, width);
      slopes = backend.allocate(3 * batch, width);
      errors = backend.allocate(3 * batch, width);
      value = new Blocks(values, batch);
      slope = new Blocks(slopes, batch);
      error = new Blocks(errors, batch);
    }
  }

  private record Blocks(Matrix real, Matrix fake, Matrix realAndFake, Matrix interpolated) {
    Blocks(Matrix all, int batch) {
      this(
          all.rows(0, batch),
          all.rows(batch, 2 * batch),
          all.rows(0, 2 * batch),
          all.rows(2 * batch, 3 * batch));
    }
  }

  /**
   * A critic for batches of one size.
   *
   * @param maps input to score; the first takes [response, features, conditions], the last gives
   *     one number
   * @param batch events per block
   * @param responseWidth how many of the first input columns the penalty differentiates by
   * @param leak slope of the leaky ReLU below zero
   * @param penaltyWeight lambda
   */
  public Critic(
      Backend backend,
      List<Dense> maps,
      int batch,
      int responseWidth,
      double leak,
      double penaltyWeight) {
    if (batch < 1) {
      throw new UserException("batch: must be >= 1, got %d", batch);
    }
    if (!(penaltyWeight >= 0) || !Double.isFinite(penaltyWeight)) {
      throw new UserException("lambda: must be >= 0 and finite, got %s", penaltyWeight);
    }
    if (maps.size() < 2 || maps.get(maps.size() - 1).outputs() != 1) {
      throw new UserException("critic: needs at least one hidden layer and one output");
    }
    this.backend = backend;
    this.maps = List.copyOf(maps);
    this.batch = batch;
    this.leak = leak;
    this.penaltyWeight = penaltyWeight;
    Dense first = maps.get(0);
    this.input = backend.allocate(3 * batch, first.inputs());
    this.direction = input.rows(2 * batch, 3 * batch).columns(0, responseWidth);
    this.responseWeight = first.weight().rows(0, responseWidth);
    this.hidden = new Layer[maps.size() - 1];
    for (int l = 0; l < hidden.length; l++) {
      hidden[l] = new Layer(backend, batch, maps.get(l).outputs());
    }
    this.scores = backend.allocate(2 * batch, 1);
    this.sign = backend.allocate(3 * batch, 1);
    backend.affine(0, -1.0 / batch, sign.rows(0, batch));
    backend.affine(0, 1.0 / batch, sign.rows(batch, 2 * batch));
    backend.affine(0, 1, sign.rows(2 * batch, 3 * batch));
    this.generatorSign = backend.allocate(batch, 1);
    backend.affine(0, -1.0 / batch, generatorSign);
    this.norms = backend.allocate(batch, 1);
    this.factors = backend.allocate(batch, 1);
    this.generatorGradient = backend.allocate(batch, responseWidth);
  }

  /** Where the caller puts real events: [batch, response + features + conditions]. */
  public Matrix realInput() {
    return input.rows(0, batch);
  }

  /** Where the caller puts generated events. */
  public Matrix fakeInput() {
    return input.rows(batch, 2 * batch);
  }

  /** D of the last critic step: [real, fake]. */
  public Matrix scores() {
    return scores;
  }

  /** |grad D(x^)| of the last critic step. */
  public Matrix norms() {
    return norms;
  }

  /**
   * Fills the weight gradients with dL for the events in {@link #realInput} and {@link #fakeInput}.
   *
   * @param epsilon the mixing numbers, uniform in (0, 1): [batch, 1]
   */
  public void gradient(Matrix epsilon) {
    forward(epsilon);
    backward();
    penaltyDirection();
    sweepDirection();
    Matrix below = input;
    for (int l = 0; l < hidden.length; l++) {
      maps.get(l).weightGradient(below, hidden[l].errors);
      maps.get(l).biasGradient(hidden[l].error.realAndFake());
      below = hidden[l].values;
    }
    // The output's bias drops out of the loss: its gradient is the sum of s over real and fake,
    // zero.
    maps.get(hidden.length).weightGradient(below, sign);
    maps.get(hidden.length).biasGradient(sign.rows(0, 2 * batch));
  }

  private void forward(Matrix epsilon) {
    Blocks first = hidden[0].value;
    maps.get(0).apply(input.rows(0, 2 * batch), first.realAndFake());
    backend.copy(first.real(), first.interpolated());
    backend.axpy(-1, first.fake(), first.interpolated());
    backend.multiplyRows(epsilon, first.interpolated());
    backend.axpy(1, first.fake(), first.interpolated());
    activate(hidden[0].values, hidden[0].slopes);
    for (int l = 1; l < hidden.length; l++) {
      maps.get(l).apply(hidden[l - 1].values, hidden[l].values);
      activate(hidden[l].values, hidden[l].slopes);
    }
    maps.get(hidden.length).apply(hidden[hidden.length - 1].value.realAndFake(), scores);
  }

  private void activate(Matrix values, Matrix slopes) {
    backend.leakySlope(leak, values, slopes);
    backend.multiply(values, slopes, values);
  }

  private void backward() {
    int top = hidden.length - 1;
    maps.get(hidden.length).applyTranspose(sign, hidden[top].errors);
    backend.multiply(hidden[top].errors, hidden[top].slopes, hidden[top].errors);
    for (int l = top; l > 0; l--) {
      maps.get(l).applyTranspose(hidden[l].errors, hidden[l - 1].errors);
      backend.multiply(hidden[l - 1].errors, hidden[l - 1].slopes, hidden[l - 1].errors);
    }
    backend.productTransposed(hidden[0].error.interpolated(), responseWeight, direction);
  }

  private void penaltyDirection() {
    backend.rowNorms(direction, norms);
    backend.copy(norms, factors);
    backend.affine(1, TINY_NORM, factors);
    backend.map(Backend.Function.RECIPROCAL, factors, factors);
    double scale = 2 * penaltyWeight / batch;
    backend.affine(-scale, scale, factors);
    backend.multiplyRows(factors, direction);
  }

  private void sweepDirection() {
    maps.get(0).applyLinear(input.rows(2 * batch, 3 * batch), hidden[0].value.interpolated());
    for (int l = 0; l < hidden.length; l++) {
      Blocks value = hidden[l].value;
      backend.multiply(value.interpolated(), hidden[l].slope.interpolated(), value.interpolated());
      if (l + 1 < hidden.length) {
        maps.get(l + 1).applyLinear(value.interpolated(), hidden[l + 1].value.interpolated());
      }
    }
  }

  /**
   * The derivative of the generator's loss, -mean D(fake), by the response and features in {@link
   * #fakeInput}.
   *
   * @return [batch, responseWidth], valid until the next call
   */
  public Matrix generatorGradient() {
    Matrix below = fakeInput();
    for (int l = 0; l < hidden.length; l++) {
      maps.get(l).apply(below, hidden[l].value.fake());
      activate(hidden[l].value.fake(), hidden[l].slope.fake());
      below = hidden[l].value.fake();
    }
    int top = hidden.length - 1;
    maps.get(hidden.length).applyTranspose(generatorSign, hidden[top].error.fake());
    for (int l = top; l >= 0; l--) {
      Matrix error = hidden[l].error.fake();
      backend.multiply(error, hidden[l].slope.fake(), error);
      if (l > 0) {
        maps.get(l).applyTranspose(error, hidden[l - 1].error.fake());
      }
    }
    backend.productTransposed(hidden[0].error.fake(), responseWeight, generatorGradient);
    return generatorGradient;
  }
}
