package org.showerforge.root;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out of a tree's branches which hold plain numbers and how, and why the others cannot be
 * read. What is not known to be laid out in one of the ways of {@link Layout} is refused by name.
 */
final class BranchFinder {
  private static final Pattern DIMENSION = Pattern.compile("\\[([^\\]]*)\\]");
  private static final Pattern VECTOR =
      Pattern.compile("(?:std::)?vector<([A-Za-z0-9_ ]+?)(?:,(?:std::)?allocator<[^<>]*> ?)?>");

  private final Source source;
  private final String where;
  private final long entries;
  private final Map<String, RootBranch> branches = new LinkedHashMap<>();
  private final Map<String, String> unsupported = new LinkedHashMap<>();

  BranchFinder(Source source, String where, long entries) {
    this.source = source;
    this.where = where;
    this.entries = entries;
  }

  Map<String, RootBranch> branches() {
    return branches;
  }

  Map<String, String> unsupported() {
    return Collections.unmodifiableMap(unsupported);
  }

  /** Looks at branches and at what is below them. */
  void find(List<@Nullable RootObject> list, String path) {
    for (RootObject branch : list) {
      if (branch == null) {
        continue;
      }
      String name = path + branch.string("fName");
      String reason = look(branch, name);
      if (!reason.isEmpty()) {
        branches.remove(name);
        unsupported.put(name, reason);
      }
      find(branch.list("fBranches"), name + "/");
    }
  }

  /** Takes a branch in; the reason why not, or nothing. */
  private String look(RootObject branch, String name) {
    if (branches.containsKey(name) || unsupported.containsKey(name)) {
      return "there are several branches of this name";
    }
    boolean plain = branch.className().equals("TBranch");
    if (!plain && !branch.className().equals("TBranchElement")) {
      return "it is a " + branch.className() + ", not a branch of numbers";
    }
    if (!branch.list("fBranches").isEmpty()) {
      return "it is split into sub-branches";
    }
    if (!branch.string("fFileName").isEmpty()) {
      return "its values are in another file, " + branch.string("fFileName");
    }
    if (branch.integer("fEntries") != entries) {
      return "it has " + branch.integer("fEntries") + " entries and the tree " + entries;
    }
    if (branch.has("fFirstEntry") && branch.integer("fFirstEntry") != 0) {
      return "it begins at entry " + branch.integer("fFirstEntry");
    }
    return plain ? leaves(branch, name) : element(branch, name);
  }

  private String element(RootObject branch, String name) {
    String className = branch.string("fClassName");
    Matcher vector = VECTOR.matcher(className);
    NumberType type = vector.matches() ? NumberType.ofCxx(vector.group(1).trim()) : null;
    long kind = branch.integer("fType");
    if (branch.integer("fID") >= 0) {
      return "it is a member of a split object of class " + className;
    }
    if (type == null || kind != 0) {
      return "it holds objects of class " + className;
    }
    add(branch, name, new int[0], new Layout.Vector(type));
    return "";
  }

  private String leaves(RootObject branch, String name) {
    List<RootObject> leaves = new ArrayList<>();
    for (RootObject leaf : branch.list("fLeaves")) {
      if (leaf != null) {
        leaves.add(leaf);
      }
    }
    if (leaves.isEmpty()) {
      return "it has no leaves";
    }
    List<NumberType> types = new ArrayList<>();
    List<int[]> shapes = new ArrayList<>();
    long entryBytes = 0;
    for (RootObject leaf : leaves) {
      NumberType type = NumberType.ofLeaf(leaf.className(), leaf.integer("fIsUnsigned") != 0);
      if (type == null) {
        return "its leaf " + leaf.string("fName") + " is a " + leaf.className();
      }
      int width = leaf.integer("fLenType", 0, Integer.MAX_VALUE);
      if (width != type.bytes()) {
        return "its leaf " + leaf.string("fName") + " has " + width + " bytes per " + type;
      }
      if (leaves.size() > 1 && leaf.pointer("fLeafCount") != null) {
        return "its leaf " + leaf.string("fName") + " is one of several and of variable length";
      }
      int[] shape = shape(leaf);
      types.add(type);
      shapes.add(shape);
      entryBytes += (long) Layout.product(shape) * width;
    }
    if (entryBytes > RootKey.MAX_BYTES) {
      return "an entry has " + entryBytes + " bytes, more than are read";
    }
    if (leaves.get(0).pointer("fLeafCount") != null) {
      add(
          branch,
          name,
          shapes.get(0),
          new Layout.Jagged(types.get(0), Layout.product(shapes.get(0))));
      return "";
    }
    int skip = 0;
    for (int i = 0; i < leaves.size(); i++) {
      int unit = Layout.product(shapes.get(i));
      String full = leaves.size() == 1 ? name : name + "." + leaves.get(i).string("fName");
      add(
          branch,
          full,
          shapes.get(i),
          new Layout.Fixed(types.get(i), unit, (int) entryBytes, skip));
      skip += unit * types.get(i).bytes();
    }
    return "";
  }

  /** The fixed dimensions, which only the title tells apart; the leaf gives their product. */
  private static int[] shape(RootObject leaf) {
    int length = leaf.integer("fLen", 1, RootKey.MAX_BYTES);
    List<Integer> sizes = new ArrayList<>();
    Matcher matcher = DIMENSION.matcher(leaf.string("fTitle"));
    while (matcher.find()) {
      if (matcher.group(1).matches("[0-9]{1,9}")) {
        sizes.add(Integer.parseInt(matcher.group(1)));
      }
    }
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    if (Layout.product(shape) == length) {
      return shape;
    }
    return length == 1 ? new int[0] : new int[] {length};
  }

  private void add(RootObject branch, String name, int[] dimensions, Layout layout) {
    String place = where + ": branch '" + name + "'";
    Baskets baskets = Baskets.of(branch, entries, source, place);
    branches.put(name, new RootBranch(name, place, entries, dimensions, layout, baskets));
  }
}
