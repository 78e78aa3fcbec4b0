package org.showerforge.data.raw;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.showerforge.UserException;
import org.showerforge.root.HadoopInput;
import org.showerforge.root.RootBranch;
import org.showerforge.root.RootFile;
import org.showerforge.root.RootTree;
import org.showerforge.root.RootValues;

/** ROOT: a column is a branch of one tree; see {@link org.showerforge.root}. */
final class RootSource implements RawSource {
  private final RootFile file;
  private final List<RootBranch> columns;
  private final long events;

  private RootSource(RootFile file, RootTree tree, List<String> names) {
    this.file = file;
    this.columns = names.stream().map(tree::branch).toList();
    this.events = tree.entries();
  }

  static RawSource open(Configuration conf, Path path, List<String> names, String treeName)
      throws IOException {
    HadoopInput input = HadoopInput.open(path.getFileSystem(conf), path);
    try {
      RootFile file = RootFile.open(input, path.toString());
      return new RootSource(file, file.tree(tree(path, file, treeName)), names);
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  private static String tree(Path path, RootFile file, String name) {
    if (name.isEmpty() && file.trees().size() != 1) {
      throw new UserException(
          "%s: has %d trees %s; name one: mapping.tree", path, file.trees().size(), file.trees());
    }
    return name.isEmpty() ? file.trees().get(0) : name;
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public int[] shape(int column) {
    RootBranch branch = columns.get(column);
    return branch.isJagged() ? new int[] {VARYING} : branch.dimensions();
  }

  @Override
  public void read(long from, long to, Slab slab) {
    slab.begin(to - from);
    for (int k = 0; k < columns.size(); k++) {
      RootValues values = columns.get(k).read(from, to);
      int width = slab.width(k);
      int[] offsets = values.offsets();
      double[] numbers = values.doubles();
      double[] target = slab.column(k);
      for (int i = 0; i < slab.events(); i++) {
        int count = offsets[i + 1] - offsets[i];
        if (count == width) {
          System.arraycopy(numbers, offsets[i], target, i * width, width);
        } else {
          slab.fault(
              i, k, "branch " + columns.get(k).name() + " has " + count + " numbers, not " + width);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
