package org.showerforge.data.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.data.raw.ColumnRequest;
import org.showerforge.data.raw.RawFormat;
import org.showerforge.data.raw.RawSource;
import org.showerforge.data.raw.SourceIndex;
import org.showerforge.detector.Condition;
import org.showerforge.detector.DetectorSpec;
import org.showerforge.detector.Layer;
import org.showerforge.detector.Observable;

/** A {@link Mapping} and cuts, resolved for a format and a detector. */
public final class EventMapping {
  private static final String CELL_UNIT = "MeV";
  private static final String CALOCHALLENGE_ENERGIES = "incident_energies";
  private static final String CALOCHALLENGE_SHOWERS = "showers";

  private final RawFormat format;
  private final DetectorSpec detector;
  private final List<ConditionColumn> conditions = new ArrayList<>();
  private final List<Double> conditionFactors = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final @Nullable String weight;
  private final List<Cut> cuts;
  private final ColumnRequest request;

  /**
   * Resolves it; what does not fit the detector is an error.
   *
   * @param cuts what wanted events must meet, in this order; see {@link Cut}
   */
  public EventMapping(RawFormat format, Mapping mapping, List<String> cuts, DetectorSpec detector) {
    this.format = format;
    this.detector = detector;
    this.weight = mapping.weight().isEmpty() ? null : mapping.weight();
    this.cuts = cuts.stream().map(Cut::parse).toList();
    mapConditions(mapping.conditions());
    mapResponse(mapping.response());
    this.request =
        new ColumnRequest(List.copyOf(columns()), mapping.tree(), mapping.delimiter(), detector);
  }

  /**
   * A piece of the response.
   *
   * @param column its column
   * @param unit the column's unit; null: the detector's own, number by number
   * @param shape the axes that an image must have; null: as many numbers as it has
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Piece(String column, @Nullable String unit, int @Nullable [] shape) {}

  private void mapConditions(Map<String, ConditionColumn> named) {
    List<String> known = detector.conditions().stream().map(Condition::name).toList();
    for (String name : named.keySet()) {
      if (!known.contains(name)) {
        throw new UserException(
            "mapping.conditions: detector %s has no condition '%s'; it has %s",
            detector.name(), name, known);
      }
    }
    for (Condition condition : detector.conditions()) {
      ConditionColumn column = named.get(condition.name());
      if (column == null) {
        column = byDefault(condition);
      }
      conditions.add(column);
      String unit = column.unit() == null ? condition.unit() : column.unit();
      conditionFactors.add(
          Units.factor(unit, condition.unit(), "mapping.conditions." + condition.name()));
    }
  }

  private ConditionColumn byDefault(Condition condition) {
    boolean incident = condition.equals(detector.conditions().get(0));
    return format == RawFormat.CALOCHALLENGE_HDF5 && incident
        ? ConditionColumn.column(CALOCHALLENGE_ENERGIES, CELL_UNIT)
        : ConditionColumn.column(condition.name(), null);
  }

  private void mapResponse(List<ResponseColumn> named) {
    if (!named.isEmpty()) {
      for (ResponseColumn column : named) {
        for (String name : column.names()) {
          pieces.add(new Piece(name, column.unit(), null));
        }
      }
    } else if (format == RawFormat.CALOCHALLENGE_HDF5) {
      pieces.add(new Piece(CALOCHALLENGE_SHOWERS, CELL_UNIT, null));
    } else if (detector.isCalorimeter()) {
      for (Layer layer : detector.layers()) {
        pieces.add(new Piece(layer.name(), null, new int[] {layer.rows(), layer.columns()}));
      }
    } else {
      for (Observable observable : detector.observables()) {
        pieces.add(new Piece(observable.name(), null, null));
      }
    }
  }

  private Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    for (ConditionColumn condition : conditions) {
      if (condition.column() != null) {
        columns.add(condition.column());
      }
    }
    pieces.forEach(piece -> columns.add(piece.column));
    if (weight != null) {
      columns.add(weight);
    }
    cuts.forEach(cut -> columns.addAll(cut.columns()));
    return columns;
  }

  /** Looks at a file for the first time. */
  public SourceIndex scan(Configuration conf, Path path) throws IOException {
    return format.scan(conf, path, request);
  }

  /**
   * Opens a file.
   *
   * @param index what {@link #scan} found
   * @param maxEvents the most events that will be read at once; fewer if they are large
   */
  public MappedSource open(Configuration conf, Path path, SourceIndex index, long maxEvents)
      throws IOException {
    RawSource source = format.open(conf, path, request, index);
    try {
      return new MappedSource(this, path, source, maxEvents);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  DetectorSpec detector() {
    return detector;
  }

  List<ConditionColumn> conditions() {
    return conditions;
  }

  double conditionFactor(int condition) {
    return conditionFactors.get(condition);
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** The place of the weights' column in the request, or -1. */
  int weightColumn() {
    return weight == null ? -1 : request.columns().indexOf(weight);
  }

  /** The cuts, in order. */
  List<Cut> cuts() {
    return cuts;
  }

  /** The columns that are read. */
  List<String> columnNames() {
    return request.columns();
  }

  /** The place of a column in the request. */
  int place(String column) {
    return request.columns().indexOf(column);
  }
}
