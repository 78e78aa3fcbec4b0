package org.showerforge.data.parquet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;

/** The columns of a file, as a tree of groups. */
final class Schema {
  private static final int MAX_DEPTH = 32;
  private static final int NAMES_IN_MESSAGE = 20;
  private static final int LONGEST_NAME = 80;
  private static final int REQUIRED = 0;
  private static final int REPEATED = 2;

  private final List<SchemaElement> elements;
  private final List<Node> leaves = new ArrayList<>();
  private final Node root;
  private int next;

  private Schema(List<SchemaElement> elements) throws DamagedException {
    this.elements = elements;
    this.root = node(null);
    if (next != elements.size()) {
      throw new DamagedException("its schema has " + (elements.size() - next) + " stray elements");
    }
  }

  /** Builds the tree from its elements, depth first. */
  static Schema of(List<SchemaElement> elements) throws DamagedException {
    return new Schema(elements);
  }

  /** An element in its place. Levels are those of Dremel, as Parquet stores them. */
  private static final class Node {
    final SchemaElement element;
    final int depth;
    final int definition;
    final int repetition;
    final int listDefinition;
    final List<Node> children = new ArrayList<>();
    final String path;
    int leaf = -1;

    Node(SchemaElement element, @Nullable Node parent) {
      this.element = element;
      boolean repeated = parent != null && element.repetition() == REPEATED;
      if (parent == null) {
        this.depth = 0;
        this.definition = 0;
        this.repetition = 0;
        this.listDefinition = 0;
        this.path = "";
      } else {
        this.depth = parent.depth + 1;
        this.definition = parent.definition + (element.repetition() == REQUIRED ? 0 : 1);
        this.repetition = parent.repetition + (repeated ? 1 : 0);
        this.listDefinition = repeated ? definition : parent.listDefinition;
        this.path = parent.path.isEmpty() ? element.name() : parent.path + "." + element.name();
      }
    }
  }

  private Node node(@Nullable Node parent) throws DamagedException {
    if (next >= elements.size()) {
      throw new DamagedException("its schema ends too early");
    }
    Node node = new Node(elements.get(next++), parent);
    if (node.depth > MAX_DEPTH) {
      throw new DamagedException("its schema is nested more than " + MAX_DEPTH + " deep");
    }
    if (node.element.isLeaf()) {
      node.leaf = leaves.size();
      leaves.add(node);
    }
    for (int i = 0; i < node.element.children(); i++) {
      node.children.add(node(node));
    }
    return node;
  }

  /** Columns with numbers of their own. */
  int leaves() {
    return leaves.size();
  }

  /**
   * Finds a column of numbers or lists of numbers.
   *
   * @param name its name; within groups, names joined by dots
   */
  Leaf leaf(String name, String file) {
    Node node = find(root, name);
    if (node == null) {
      throw new UserException(
          "%s: has no column '%s'; it has %s", file, Text.oneLine(name, LONGEST_NAME), listed());
    }
    while ((node.element.isList() || node.element.repetition() == REPEATED)
        && node.children.size() == 1) {
      node = node.children.get(0);
    }
    NumberType type = node.element.numberType();
    if (node.leaf < 0 || type == null || node.repetition > 1) {
      throw new UserException(
          "%s: column '%s' is %s; what can be read are FLOAT, DOUBLE, INT32, INT64 and BOOLEAN, and"
              + " lists of them",
          file,
          Text.oneLine(name, LONGEST_NAME),
          node.repetition > 1 ? "a list of lists" : node.element.typeName());
    }
    return new Leaf(
        name,
        node.leaf,
        type,
        node.element.physical(),
        node.definition,
        node.repetition,
        node.listDefinition);
  }

  private static @Nullable Node find(Node group, String name) {
    for (Node child : group.children) {
      String own = child.element.name();
      if (name.equals(own)) {
        return child;
      }
      if (name.length() > own.length()
          && name.startsWith(own)
          && name.charAt(own.length()) == '.') {
        Node found = find(child, name.substring(own.length() + 1));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private String listed() {
    List<String> names = new ArrayList<>();
    for (Node child : root.children.subList(0, Math.min(root.children.size(), NAMES_IN_MESSAGE))) {
      names.add(Text.oneLine(child.path, LONGEST_NAME));
    }
    int more = root.children.size() - names.size();
    return names + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * A column that is read.
   *
   * @param index its place among all columns of a row group
   * @param physical its physical type's number
   * @param maxDefinition the definition level of a number that is there
   * @param maxRepetition 0 for a number per event, 1 for a list
   * @param listDefinition the least definition level of a list with an element
   */
  record Leaf(
      String name,
      int index,
      NumberType type,
      int physical,
      int maxDefinition,
      int maxRepetition,
      int listDefinition) {}
}
