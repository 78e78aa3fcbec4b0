package org.showerforge.root;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.showerforge.UserException;

/** A branch (or one leaf of a branch that has several) of numbers. */
public final class RootBranch {
  /** The most entries of one read; each costs memory of its own. */
  private static final int MAX_ENTRIES = 1 << 25;

  private final String name;
  private final String where;
  private final long entries;
  private final int[] dimensions;
  private final Layout layout;
  private final Baskets baskets;

  RootBranch(
      String name, String where, long entries, int[] dimensions, Layout layout, Baskets baskets) {
    this.name = name;
    this.where = where;
    this.entries = entries;
    this.dimensions = dimensions;
    this.layout = layout;
    this.baskets = baskets;
  }

  /**
   * The name; a sub-branch's is {@code branch/sub-branch}, a leaf of several {@code branch.leaf}.
   */
  public String name() {
    return name;
  }

  /** The type of its numbers. */
  public NumberType type() {
    return layout.type();
  }

  /** Whether entries differ in their number of elements: C arrays with a counter, vectors. */
  public boolean isJagged() {
    return !(layout instanceof Layout.Fixed);
  }

  /**
   * The fixed dimensions of an entry, or of an element of a jagged one; none for single numbers.
   */
  public int[] dimensions() {
    return dimensions.clone();
  }

  /** The number of entries, which is the tree's. */
  public long entries() {
    return entries;
  }

  /**
   * Reads the entries [from, to), and of the file only the baskets that hold some of them; at most
   * 2^25 entries and 256 MiB at once.
   */
  public RootValues read(long from, long to) {
    if (from < 0 || to > entries || from > to) {
      throw new IllegalArgumentException(from + ".." + to + " of " + entries + " entries");
    }
    if (to - from > MAX_ENTRIES) {
      throw new UserException(
          "%s: %d entries at once, at most %d: read fewer at a time",
          where, to - from, MAX_ENTRIES);
    }
    RootValues.Builder values = new RootValues.Builder(layout.type(), where);
    if (from < to) {
      for (int i = baskets.find(from); i < baskets.size(); i++) {
        Baskets.Slot slot = baskets.slot(i);
        if (slot.first() >= to) {
          break;
        }
        int first = (int) (Math.max(from, slot.first()) - slot.first());
        int end = (int) (Math.min(to, slot.end()) - slot.first());
        layout.append(baskets.load(i), first, end, values, baskets.where(i));
      }
    }
    return values.build();
  }

  /** Type, name and shape, as in {@code float32 Jet_Px[n]}. */
  @Override
  public String toString() {
    String fixed =
        Arrays.stream(dimensions).mapToObj(n -> "[" + n + "]").collect(Collectors.joining());
    return type() + " " + name + (isJagged() ? "[n]" : "") + fixed;
  }
}
