package org.showerforge.root;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.showerforge.UserException;

/** A tree: branches of equally many entries. */
public final class RootTree {
  private final String where;
  private final long entries;
  private final Map<String, RootBranch> branches;
  private final Map<String, String> unsupported;

  RootTree(Source source, String where, RootObject tree) {
    this.where = where;
    this.entries = tree.integer("fEntries");
    if (entries < 0) {
      throw tree.damaged("has " + entries + " entries");
    }
    BranchFinder finder = new BranchFinder(source, where, entries);
    finder.find(tree.list("fBranches"), "");
    this.branches = finder.branches();
    this.unsupported = finder.unsupported();
  }

  /** The number of entries. */
  public long entries() {
    return entries;
  }

  /** The branches that can be read, in the tree's order. */
  public Collection<RootBranch> branches() {
    return List.copyOf(branches.values());
  }

  /** The branches that cannot be read, each with the reason, in the tree's order. */
  public Map<String, String> unsupported() {
    return unsupported;
  }

  /** A branch by its name. */
  public RootBranch branch(String name) {
    RootBranch branch = branches.get(name);
    if (branch == null) {
      String reason = unsupported.get(name);
      if (reason != null) {
        throw new UserException("%s: branch '%s' cannot be read: %s", where, name, reason);
      }
      throw new UserException(
          "%s: has no branch '%s'; its branches are: %s",
          where, name, String.join(", ", branches.keySet()));
    }
    return branch;
  }
}
