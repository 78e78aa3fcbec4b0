package org.showerforge.jobs.source;

import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.jspecify.annotations.Nullable;
import org.showerforge.jobs.compute.Compute;
import org.showerforge.jobs.compute.TaskDevice;
import org.showerforge.jobs.generate.GenerateConfig;
import org.showerforge.jobs.generate.GeneratorFiles;
import org.showerforge.jobs.generate.ShowerBlocks;

/**
 * Makes the rows of a partition in its task.
 *
 * @param config the request
 * @param compute what to compute on
 * @param generator the generator
 */
record ShowerReaderFactory(
    GenerateConfig config, Compute compute, Broadcast<GeneratorFiles> generator)
    implements PartitionReaderFactory {
  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    TaskDevice.bind(compute);
    return new Rows(
        new ShowerBlocks(config, generator.value().artifact()),
        (ShowerTable.ShowerPartition) partition);
  }

  /** The rows, one shower each. */
  private static final class Rows implements PartitionReader<InternalRow> {
    private final ShowerBlocks showers;
    private final long end;
    private long nextBlock;
    private ShowerBlocks.@Nullable Block block;
    private int at;

    Rows(ShowerBlocks showers, ShowerTable.ShowerPartition partition) {
      this.showers = showers;
      this.nextBlock = partition.firstBlock();
      this.end = partition.firstBlock() + partition.blocks();
    }

    @Override
    public boolean next() throws IOException {
      at++;
      if (block == null || at == block.events()) {
        if (nextBlock == end) {
          return false;
        }
        block = showers.make(nextBlock++);
        at = 0;
      }
      return true;
    }

    @Override
    public InternalRow get() {
      ShowerBlocks.Block current = block;
      if (current == null) {
        throw new IllegalStateException("get before next");
      }
      return new GenericInternalRow(
          new Object[] {
            current.firstEvent() + at,
            list(current.conditions(), showers.conditionWidth()),
            list(current.response(), showers.cells()),
            1f
          });
    }

    private UnsafeArrayData list(float[] values, int width) {
      return UnsafeArrayData.fromPrimitiveArray(
          Arrays.copyOfRange(values, at * width, (at + 1) * width));
    }

    @Override
    public void close() {
      block = null;
      showers.close();
    }
  }
}
