package org.showerforge.jobs.train.dl4j;

import java.util.Collection;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.api.buffer.DataType;
import org.showerforge.network.StageDesign;
import org.showerforge.network.StageGraph;
import org.showerforge.network.StageSampler;
import org.showerforge.network.StageTrainer;

/**
 * DL4J's parameter averaging, unchanged, with adversarial workers: a stage can be trained by
 * whatever drives a {@link org.deeplearning4j.spark.api.TrainingMaster}. One partition holds one
 * data set, see {@link ShardDataSet}; one fit is one round.
 *
 * <p>Against the rounds of the train job: states are averaged without weights, so the result is the
 * same for shards of the same size only; three shards or more are added in the order in which they
 * finish; the moving average of the generator is lost.
 */
public final class AdversarialTrainingMaster extends ParameterAveragingTrainingMaster {
  private final AdversarialTask task;
  private final int averaged;

  /**
   * A master.
   *
   * @param workers shards
   * @param events of the largest shard
   */
  public AdversarialTrainingMaster(AdversarialTask task, int workers, int events) {
    super(
        new Builder(workers, events)
            .batchSizePerWorker(events)
            .averagingFrequency(1)
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(null));
    this.task = task;
    this.averaged = StageSampler.parameters(task.design());
  }

  /** The graph to begin with. */
  public static ComputationGraph initialGraph(StageDesign design, long seed) {
    ComputationGraph graph = StageGraph.create(design, seed, DataType.FLOAT);
    GraphState.write(StageTrainer.initialState(design, seed), graph);
    return graph;
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
    ComputationGraph network = graph.getNetwork();
    NetBroadcastTuple state =
        new NetBroadcastTuple(
            network.getConfiguration(),
            network.params(),
            network.getUpdater(true).getStateViewArray());
    Broadcast<NetBroadcastTuple> broadcast = graph.getSparkContext().broadcast(state);
    WorkerConfiguration configuration =
        new WorkerConfiguration(
            true,
            rddDataSetNumExamples,
            batchSizePerWorker,
            averagingFrequency,
            prefetchNumBatches,
            collectTrainingStats);
    int dataSets = network.getConfiguration().getIterationCount();
    Collection<TrainingHook> hooks = trainingHookList == null ? List.of() : trainingHookList;
    return new AdversarialTrainingWorker(broadcast, configuration, task, hooks, dataSets, averaged);
  }

  @Override
  public ParameterAveragingTrainingWorker getWorkerInstance(SparkDl4jMultiLayer layers) {
    throw new UnsupportedOperationException("a stage is a ComputationGraph");
  }
}
