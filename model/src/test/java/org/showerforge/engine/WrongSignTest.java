package org.showerforge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.showerforge.backend.Activation;
import org.showerforge.backend.Backend;
import org.showerforge.backend.JavaBackend;
import org.showerforge.backend.Matrix;

/**
 * The checks of {@link CriticPropertyTest} and {@link GeneratorPropertyTest} with one part of the
 * engine made wrong on purpose: every such error is a thousand times their limit or more.
 */
final class WrongSignTest {
  private static final double NOTICED = 1e-3;
  private static final int SEEDS = 5;
  private static final Backend BACKEND = new JavaBackend();

  @ParameterizedTest
  @EnumSource(WrongMap.Fault.class)
  void wrongMapsOfCriticsAreNoticed(WrongMap.Fault fault) {
    // The first layer's transpose gives only g: negated, it leaves the penalty as it is.
    int wrong = fault == WrongMap.Fault.TRANSPOSE_SIGN ? 1 : 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      for (MapCase maps : MapCase.values()) {
        CriticTwin.Case kind =
            new CriticTwin.Case(
                maps, Activation.Kind.TANH, LossCase.LEAST_SQUARES, Penalty.Kind.TWO_SIDED);
        assertThat(CriticTwin.errors(kind, wrongMap(fault, wrong), seed).weights())
            .as("%s", kind)
            .isGreaterThan(NOTICED);
      }
    }
  }

  private static Faults wrongMap(WrongMap.Fault fault, int wrong) {
    return new Faults() {
      @Override
      public LinearMap map(int layer, LinearMap map, Matrix gradient) {
        return layer == wrong ? new WrongMap(fault, map, gradient) : map;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(WrongLoss.Fault.class)
  void wrongLossesAreNoticed(WrongLoss.Fault fault) {
    Faults faults =
        new Faults() {
          @Override
          public Loss loss(Loss loss) {
            return new WrongLoss(fault, loss);
          }
        };
    for (int seed = 0; seed < SEEDS; seed++) {
      CriticTwin.Case kind =
          new CriticTwin.Case(
              MapCase.DENSE, Activation.Kind.TANH, LossCase.CRAMER, Penalty.Kind.TWO_SIDED);
      CriticTwin.Errors errors = CriticTwin.errors(kind, faults, seed);
      boolean ofGenerator = fault == WrongLoss.Fault.GENERATOR_ERRORS;
      assertThat(ofGenerator ? errors.response() : errors.weights()).isGreaterThan(NOTICED);
    }
  }

  @ParameterizedTest
  @EnumSource(WrongMap.Fault.class)
  void wrongMapsOfGeneratorsAreNoticed(WrongMap.Fault fault) {
    // The layer below the head: a bias before a batch normalisation has no gradient.
    int wrong = 2;
    for (int seed = 0; seed < SEEDS; seed++) {
      GeneratorTwin.Case kind = generator(FeatureCase.SUMS);
      assertThat(GeneratorTwin.error(kind, wrongMap(fault, wrong), seed)).isGreaterThan(NOTICED);
    }
  }

  private static GeneratorTwin.Case generator(FeatureCase feature) {
    // A head without a ReLU, so that every event counts.
    return new GeneratorTwin.Case(MapCase.DENSE, Activation.Kind.TANH, HeadCase.EXP, feature);
  }

  @Test
  void aWrongHeadIsNoticed() {
    Faults faults =
        new Faults() {
          @Override
          public Head head(Head head) {
            return new WrongHead(head);
          }
        };
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(GeneratorTwin.error(generator(FeatureCase.NONE), faults, seed))
          .isGreaterThan(NOTICED);
    }
  }

  @ParameterizedTest
  @EnumSource(value = FeatureCase.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aWrongFeatureIsNoticed(FeatureCase feature) {
    Faults faults =
        new Faults() {
          @Override
          public CriticFeature feature(CriticFeature right) {
            return new WrongFeature(right);
          }
        };
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(GeneratorTwin.error(generator(feature), faults, seed)).isGreaterThan(NOTICED);
    }
  }

  /** A head whose gradient has the wrong sign. */
  private record WrongHead(Head head) implements Head {
    @Override
    public int outputs(int responseWidth) {
      return head.outputs(responseWidth);
    }

    @Override
    public int noise(int responseWidth) {
      return head.noise(responseWidth);
    }

    @Override
    public void apply(Matrix raw, Matrix noise, Matrix response) {
      head.apply(raw, noise, response);
    }

    @Override
    public void backward(
        Matrix raw, Matrix noise, Matrix response, Matrix gradient, Matrix rawGradient) {
      head.backward(raw, noise, response, gradient, rawGradient);
      BACKEND.affine(-1, 0, rawGradient);
    }
  }

  /** A feature whose gradient has the wrong sign. */
  private record WrongFeature(CriticFeature right) implements CriticFeature {
    @Override
    public int width() {
      return right.width();
    }

    @Override
    public void apply(Matrix response, Matrix threshold, Matrix out) {
      right.apply(response, threshold, out);
    }

    @Override
    public void addGradient(
        Matrix response, Matrix threshold, Matrix gradient, Matrix responseGradient) {
      BACKEND.affine(-1, 0, gradient);
      right.addGradient(response, threshold, gradient, responseGradient);
    }
  }
}
