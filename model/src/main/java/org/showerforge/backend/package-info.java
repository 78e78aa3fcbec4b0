/**
 * Matrices and the few operations on them that an adversarial step needs, behind one interface:
 * {@link org.showerforge.backend.Backend}.
 */
@NullMarked
package org.showerforge.backend;

import org.jspecify.annotations.NullMarked;
