/**
 * The adversarial step: a small set of matrix primitives behind {@link
 * org.showerforge.engine.Backend}, and on top of them the exact gradient of a conditional WGAN-GP
 * in plain algebra.
 */
@NullMarked
package org.showerforge.engine;

import org.jspecify.annotations.NullMarked;
