package org.showerforge.engine;

import org.showerforge.backend.Matrix;

/**
 * The blocks of one batch each that a critic's matrices consist of, as views: [direction | real |
 * fake | second | between].
 *
 * <p>The direction's rows are what the penalty pushes through the network; the rows between hold
 * the points where the penalty is taken. Without curvature the points are not needed once the
 * direction is known, and both are the same block, the first. What does not occur is empty.
 *
 * @param all every row
 * @param direction the penalty's direction; in errors, the score's gradient that belongs to it
 * @param real real events
 * @param fake generated events
 * @param second a second generated event for each, if the loss needs one
 * @param between the points of the penalty; in errors, what curvature adds
 * @param points real, fake and second
 * @param pointsBackward those of the points that the first backward sweep runs through: without
 *     curvature all, else real and fake
 * @param generated fake and second
 * @param forward what a forward sweep runs through: points and between
 * @param backward all that the first backward sweep runs through
 * @param curved what the sweep for curvature runs through: second and between
 * @param biased rows whose errors count for a bias: all but the direction
 */
record Rows(
    Matrix all,
    Matrix direction,
    Matrix real,
    Matrix fake,
    Matrix second,
    Matrix between,
    Matrix points,
    Matrix pointsBackward,
    Matrix generated,
    Matrix forward,
    Matrix backward,
    Matrix curved,
    Matrix biased) {

  /**
   * Which blocks there are.
   *
   * @param batch rows of a block
   * @param penalised whether there are direction and points between
   * @param paired whether there is a second generated event
   * @param curved whether direction and points between are blocks of their own
   */
  record Layout(int batch, boolean penalised, boolean paired, boolean curved) {
    int rows() {
      return batch * (2 + (penalised ? 1 : 0) + (paired ? 1 : 0) + (curved ? 1 : 0));
    }

    Rows of(Matrix all) {
      int real = penalised ? batch : 0;
      int fake = real + batch;
      int second = fake + batch;
      int between = second + (paired ? batch : 0);
      int end = rows();
      return new Rows(
          all,
          all.rows(0, real),
          all.rows(real, fake),
          all.rows(fake, second),
          all.rows(second, between),
          curved ? all.rows(between, end) : all.rows(0, real),
          all.rows(real, between),
          curved ? all.rows(real, second) : all.rows(real, between),
          all.rows(fake, between),
          curved ? all.rows(real, end) : all,
          curved ? all.rows(0, second) : all,
          all.rows(second, end),
          all.rows(real, end));
    }
  }
}
