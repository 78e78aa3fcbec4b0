package org.showerforge.jobs.train.dl4j;

import java.util.Collection;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.showerforge.backend.Philox;
import org.showerforge.jobs.train.TrainerPool;
import org.showerforge.network.Shard;
import org.showerforge.network.StageState;
import org.showerforge.network.StageTrainer;

/**
 * DL4J's worker, with adversarial iterations in place of {@code graph.fit}: they begin at the
 * graph's parameters and updater state, and leave theirs there.
 *
 * <p>The partition is the shard, and the iteration's number is the one that DL4J counts by data
 * set: the master's count, which DL4J drops when it copies the configuration for a worker, plus the
 * worker's own. So all randomness is what it is in the rounds of the train job.
 */
final class AdversarialTrainingWorker extends ParameterAveragingTrainingWorker {
  private static final long serialVersionUID = 1L;

  private final AdversarialTask task;
  private final Collection<TrainingHook> hooks;
  private final int dataSets;
  private final int averaged;

  /**
   * A worker of one round.
   *
   * @param dataSets of this shard in all rounds before
   * @param averaged parameters of the generator, the first of all
   */
  AdversarialTrainingWorker(
      Broadcast<NetBroadcastTuple> state,
      WorkerConfiguration configuration,
      AdversarialTask task,
      Collection<TrainingHook> hooks,
      int dataSets,
      int averaged) {
    super(state, true, configuration, null, null, null);
    this.task = task;
    this.hooks = List.copyOf(hooks);
    this.dataSets = dataSets;
    this.averaged = averaged;
  }

  @Override
  public @Nullable ParameterAveragingTrainingResult processMinibatch(
      MultiDataSet events, ComputationGraph graph, boolean isLast) {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    int inRound = configuration.getIterationCount();
    Shard shard = ShardDataSet.shard(events, task.orders());
    StageState state = GraphState.read(graph, averaged);
    hooks.forEach(hook -> hook.preUpdate(events, graph));
    StageTrainer trainer = TrainerPool.take(task.id(), task.design(), task.schedule());
    StageTrainer.Round round =
        trainer.run(
            state,
            shard,
            Philox.of(task.seed(), TaskContext.getPartitionId()),
            (long) (dataSets + inRound) * task.iterations(),
            task.iterations());
    TrainerPool.giveBack(task.id(), trainer);
    GraphState.write(round.state(), graph);
    hooks.forEach(hook -> hook.postUpdate(events, graph));
    configuration.setIterationCount(inRound + 1);
    return isLast ? getFinalResult(graph) : null;
  }
}
