package org.showerforge.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.showerforge.UserException;

/**
 * CaloChallenge's classifier test (arXiv 2410.21611, code/evaluate.py): a network of leaky ReLUs
 * trained with Adam at 2e-4 on 60 % of both samples, the epoch of best accuracy on 20 %, calibrated
 * there by isotonic regression, and AUC and divergence on the last 20 %.
 *
 * <p>The challenge's batch of 1,000 makes 120 updates an epoch of its 200,000 events. Of smaller
 * samples batches are smaller, down to 32, so that there are some 60; with 1,000 the network would
 * hardly have begun and flatter the generator.
 */
final class NeuralTest {
  /** Events of each sample below which the parts are too small. */
  static final int FEWEST_EVENTS = 200;

  private static final double LEARNING_RATE = 2e-4;
  private static final double LEAK = 0.01;
  private static final int MOST_BATCH = 1000;
  private static final int LEAST_BATCH = 32;
  private static final int UPDATES = 60;
  private static final double TINY = 1e-7;

  private final INDArray rows;
  private final int[] labels;
  private final NeuralSettings settings;

  private NeuralTest(FeatureTable reference, FeatureTable other, NeuralSettings settings) {
    int n = reference.rows();
    this.rows = Nd4j.createFromArray(reference.joined(other)).reshape(2L * n, reference.width());
    this.labels = new int[2 * n];
    Arrays.fill(labels, n, 2 * n, 1);
    this.settings = settings;
  }

  /** Tests two samples of the same size. */
  static NeuralResult of(
      FeatureTable reference, FeatureTable other, NeuralSettings settings, long seed) {
    if (reference.rows() != other.rows() || reference.rows() < FEWEST_EVENTS) {
      throw new UserException(
          "neural classifier: needs two samples of the same size, at least %d events; got %d and"
              + " %d",
          FEWEST_EVENTS, reference.rows(), other.rows());
    }
    return new NeuralTest(reference, other, settings).run(seed);
  }

  private NeuralResult run(long seed) {
    int n = labels.length;
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = Shuffles.permutation(n, random);
    int[] training = Arrays.copyOfRange(order, 0, n * 6 / 10);
    int[] validation = Arrays.copyOfRange(order, training.length, n * 8 / 10);
    int[] test = Arrays.copyOfRange(order, n * 8 / 10, n);
    MultiLayerNetwork network = network(seed);
    int batch = Math.max(LEAST_BATCH, Math.min(MOST_BATCH, training.length / UPDATES));
    double best = -1;
    INDArray kept = network.params().dup();
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      int[] shuffled = Shuffles.permutation(training.length, random);
      for (int from = 0; from < training.length; from += batch) {
        int[] some = new int[Math.min(batch, training.length - from)];
        for (int i = 0; i < some.length; i++) {
          some[i] = training[shuffled[from + i]];
        }
        network.fit(rows.getRows(some), column(some));
      }
      double accuracy = accuracy(scores(network, validation), validation);
      if (accuracy > best) {
        best = accuracy;
        kept.assign(network.params());
      }
    }
    network.setParams(kept);
    Isotonic calibration = Isotonic.fit(scores(network, validation), labels(validation));
    double[] scores = scores(network, test);
    return result(scores, test, calibration);
  }

  private NeuralResult result(double[] scores, int[] test, Isotonic calibration) {
    double entropy = 0;
    for (int i = 0; i < test.length; i++) {
      double p = Math.max(TINY, Math.min(1 - TINY, calibration.of(scores[i])));
      entropy -= Math.log(labels[test[i]] == 1 ? p : 1 - p) / test.length;
    }
    Roc roc = Roc.of(pick(scores, test, 0), pick(scores, test, 1));
    return new NeuralResult(roc.auc(), roc.error(), Math.log(2) - entropy);
  }

  private double[] pick(double[] scores, int[] events, int label) {
    double[] picked = new double[scores.length];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (labels[events[i]] == label) {
        picked[count++] = scores[i];
      }
    }
    return Arrays.copyOf(picked, count);
  }

  private MultiLayerNetwork network(long seed) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.RELU)
            .updater(new Adam(LEARNING_RATE))
            .list();
    int below = rows.columns();
    for (int width : settings.hidden()) {
      layers.layer(
          new DenseLayer.Builder()
              .nIn(below)
              .nOut(width)
              .activation(new ActivationLReLU(LEAK))
              .build());
      below = width;
    }
    MultiLayerConfiguration configuration =
        layers
            .layer(
                new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                    .nIn(below)
                    .nOut(1)
                    .activation(Activation.SIGMOID)
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private double[] scores(MultiLayerNetwork network, int[] events) {
    double[] scores = new double[events.length];
    for (int from = 0; from < events.length; from += MOST_BATCH) {
      int to = Math.min(events.length, from + MOST_BATCH);
      float[] some =
          network.output(rows.getRows(Arrays.copyOfRange(events, from, to))).toFloatVector();
      for (int i = from; i < to; i++) {
        scores[i] = some[i - from];
      }
    }
    return scores;
  }

  private double accuracy(double[] scores, int[] events) {
    double right = 0;
    for (int i = 0; i < scores.length; i++) {
      right += (scores[i] > 0.5 ? 1 : 0) == labels[events[i]] ? 1 : 0;
    }
    return right / scores.length;
  }

  private int[] labels(int[] events) {
    return Arrays.stream(events).map(event -> labels[event]).toArray();
  }

  private INDArray column(int[] events) {
    float[] values = new float[events.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels[events[i]];
    }
    return Nd4j.createFromArray(values).reshape(events.length, 1);
  }
}
