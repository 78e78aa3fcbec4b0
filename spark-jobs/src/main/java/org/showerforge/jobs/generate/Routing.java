package org.showerforge.jobs.generate;

import java.util.List;
import org.showerforge.data.mapping.Cut;

/** Which route a particle takes: the first whose condition it meets. */
final class Routing {
  /** Of a particle that meets no condition. */
  static final int NONE = -1;

  private final List<Cut> conditions;

  Routing(List<Route> routes) {
    this.conditions = routes.stream().map(Route::when).map(Cut::parse).toList();
  }

  /** The place of the route of a row among those that were read last; {@link #NONE} for none. */
  int of(ParticleTable.Reader rows, int row) {
    for (int r = 0; r < conditions.size(); r++) {
      List<String> columns = conditions.get(r).columns();
      if (conditions.get(r).passes((column, element) -> rows.column(columns.get(column))[row])) {
        return r;
      }
    }
    return NONE;
  }
}
