package org.showerforge.data.mapping;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.showerforge.UserException;
import org.showerforge.data.raw.RawSource;
import org.showerforge.data.raw.Slab;
import org.showerforge.detector.DetectorSpec;

/** An open raw file whose columns were found and fit the detector: a source of events. */
public final class MappedSource implements AutoCloseable {
  /** What a slab of raw numbers may take. */
  private static final int SLAB_BYTES = 8 << 20;

  private static final int MAX_SLAB_EVENTS = 10_000;

  private final EventMapping mapping;
  private final Path path;
  private final RawSource source;
  private final int slabEvents;
  private final Slab slab;
  private final MappedEvents events;
  private final ConditionReader[] conditions;
  private final int[] pieceColumns;
  private final double[] responseFactors;
  private final int[][] cutColumns;

  MappedSource(EventMapping mapping, Path path, RawSource source, long maxEvents) {
    this.mapping = mapping;
    this.path = path;
    this.source = source;
    int[] widths = widths();
    long bytesPerEvent = (long) Double.BYTES * Arrays.stream(widths).sum();
    this.slabEvents =
        (int)
            Math.max(1, Math.min(Math.min(MAX_SLAB_EVENTS, maxEvents), SLAB_BYTES / bytesPerEvent));
    this.slab = new Slab(slabEvents, widths);
    this.events = new MappedEvents(mapping.detector(), slabEvents);
    this.conditions = new ConditionReader[mapping.conditions().size()];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = conditionReader(i);
    }
    this.pieceColumns =
        mapping.pieces().stream().mapToInt(piece -> mapping.place(piece.column())).toArray();
    this.responseFactors = responseFactors();
    this.cutColumns =
        mapping.cuts().stream()
            .map(cut -> cut.columns().stream().mapToInt(mapping::place).toArray())
            .toArray(int[][]::new);
    checkCuts();
  }

  /** What makes the detector's unit of the column's, for every number of the response. */
  private double[] responseFactors() {
    double[] factors = new double[mapping.detector().responseWidth()];
    int next = 0;
    for (int p = 0; p < pieceColumns.length; p++) {
      EventMapping.Piece piece = mapping.pieces().get(p);
      for (int end = next + slab.width(pieceColumns[p]); next < end; next++) {
        String target = mapping.detector().responseUnit(next);
        factors[next] =
            piece.unit() == null
                ? 1
                : Units.factor(piece.unit(), target, "mapping.response: " + piece.column());
      }
    }
    return factors;
  }

  /** Where a condition's numbers are: in a column, or the same for all. */
  private record ConditionReader(int column, double shared) {}

  private ConditionReader conditionReader(int i) {
    ConditionColumn condition = mapping.conditions().get(i);
    String name = mapping.detector().conditions().get(i).name();
    return condition.column() == null
        ? new ConditionReader(-1, condition.shared(path.toString(), path.getName(), name))
        : new ConditionReader(mapping.place(condition.column()), 0);
  }

  /** Numbers per event of every column; a column of lists takes what the response still needs. */
  private int[] widths() {
    DetectorSpec detector = mapping.detector();
    int[] widths = new int[mapping.columnNames().size()];
    for (int k = 0; k < widths.length; k++) {
      int width = 1;
      for (int n : source.shape(k)) {
        width = n == RawSource.VARYING || width < 0 ? -1 : Math.multiplyExact(width, n);
      }
      widths[k] = width;
    }
    for (ConditionColumn condition : mapping.conditions()) {
      if (condition.column() != null) {
        requireSingle(mapping.place(condition.column()), widths);
      }
    }
    if (mapping.weightColumn() >= 0) {
      requireSingle(mapping.weightColumn(), widths);
    }
    long fixed = 0;
    int open = -1;
    for (EventMapping.Piece piece : mapping.pieces()) {
      int column = mapping.place(piece.column());
      requireShape(piece, column);
      if (widths[column] >= 0) {
        fixed += widths[column];
      } else if (open < 0) {
        open = column;
      } else {
        throw new UserException(
            "%s: columns '%s' and '%s' both differ in length from event to event; the response"
                + " can have one such column",
            path, mapping.columnNames().get(open), piece.column());
      }
    }
    long needed = detector.responseWidth();
    if (open >= 0 && fixed < needed) {
      widths[open] = (int) (needed - fixed);
    } else if (open >= 0 || fixed != needed) {
      throw new UserException(
          "%s: the response's columns have %d numbers per event; detector %s needs %d",
          path, fixed, detector.name(), needed);
    }
    return widths;
  }

  /** A column of lists will do, if every event's has one number. */
  private void requireSingle(int column, int[] widths) {
    if (widths[column] < 0) {
      widths[column] = 1;
    }
    if (widths[column] != 1) {
      throw new UserException(
          "%s: column '%s' must have one number per event, its shape is %s",
          path, mapping.columnNames().get(column), shapeText(column));
    }
  }

  private void requireShape(EventMapping.Piece piece, int column) {
    int[] needed = piece.shape();
    int[] shape = source.shape(column);
    // A flat column of the right length is unambiguous; an image must not be transposed.
    if (needed != null && shape.length > 1 && !Arrays.equals(shape, needed)) {
      throw new UserException(
          "%s: column '%s' has the shape %s per event; detector %s needs %s",
          path,
          piece.column(),
          shapeText(column),
          mapping.detector().name(),
          Arrays.toString(needed));
    }
    if (needed != null && shape.length <= 1) {
      int count = shape.length == 0 ? 1 : shape[0];
      if (count != RawSource.VARYING && count != needed[0] * needed[1]) {
        throw new UserException(
            "%s: column '%s' has %d numbers per event; layer %s of detector %s has %d cells",
            path,
            piece.column(),
            count,
            piece.column(),
            mapping.detector().name(),
            needed[0] * needed[1]);
      }
    }
  }

  private String shapeText(int column) {
    return Arrays.toString(source.shape(column)).replace("-1", "varying");
  }

  private void checkCuts() {
    for (Cut cut : mapping.cuts()) {
      for (int i = 0; i < cut.columns().size(); i++) {
        int column = mapping.place(cut.columns().get(i));
        if (Arrays.stream(source.shape(column)).anyMatch(n -> n == RawSource.VARYING)
            || cut.elements().get(i) >= slab.width(column)) {
          throw new UserException(
              "%s: cuts: '%s': column '%s' has the shape %s and no number %d in every event",
              path, cut.text(), cut.columns().get(i), shapeText(column), cut.elements().get(i));
        }
      }
    }
  }

  /** The number of events in the file. */
  public long events() {
    return source.events();
  }

  /** The most events that one {@link #read} may ask for. */
  public int slabEvents() {
    return slabEvents;
  }

  /**
   * Reads the events [from, to), forwards for speed.
   *
   * @return the events, in buffers that the next call uses again
   */
  public MappedEvents read(long from, long to) throws IOException {
    source.read(from, to, slab);
    events.begin(slab.events());
    for (int i = 0; i < slab.events(); i++) {
      String fault = slab.fault(i);
      if (fault == null) {
        fault = applyCuts(i);
      }
      // What a cut stops need not be readable in other columns.
      if (fault == null && events.stoppedBy(i) == MappedEvents.PASSED) {
        fault = slab.anyFault(i);
      }
      if (fault != null) {
        events.fault(i, fault);
      }
    }
    copyConditions();
    copyResponse();
    copyWeights();
    return events;
  }

  private @Nullable String applyCuts(int event) {
    for (int c = 0; c < mapping.cuts().size(); c++) {
      Cut cut = mapping.cuts().get(c);
      int[] places = cutColumns[c];
      for (int i = 0; i < places.length; i++) {
        if (slab.fault(event, places[i]) != null) {
          return slab.fault(event, places[i]);
        }
        double value = value(places[i], event, cut.elements().get(i));
        if (!Double.isFinite(value)) {
          return cut.columns().get(i) + " = " + value + ", which the cuts need";
        }
      }
      if (!cut.passes((column, element) -> value(places[column], event, element))) {
        events.cut(event, c);
        return null;
      }
    }
    return null;
  }

  private double value(int column, int event, int element) {
    return slab.column(column)[event * slab.width(column) + element];
  }

  private void copyConditions() {
    float[] target = events.conditions();
    for (int c = 0; c < conditions.length; c++) {
      double factor = mapping.conditionFactor(c);
      ConditionReader reader = conditions[c];
      for (int i = 0; i < slab.events(); i++) {
        double value = reader.column < 0 ? reader.shared : slab.column(reader.column)[i];
        target[i * conditions.length + c] = (float) (value * factor);
      }
    }
  }

  private void copyResponse() {
    float[] target = events.response();
    int width = mapping.detector().responseWidth();
    int offset = 0;
    for (int p = 0; p < pieceColumns.length; p++) {
      int count = slab.width(pieceColumns[p]);
      double[] numbers = slab.column(pieceColumns[p]);
      for (int i = 0; i < slab.events(); i++) {
        for (int j = 0; j < count; j++) {
          target[i * width + offset + j] =
              (float) (numbers[i * count + j] * responseFactors[offset + j]);
        }
      }
      offset += count;
    }
  }

  private void copyWeights() {
    float[] target = events.weights();
    int column = mapping.weightColumn();
    for (int i = 0; i < slab.events(); i++) {
      target[i] = column < 0 ? 1 : (float) slab.column(column)[i];
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
