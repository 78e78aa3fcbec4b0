/** The detector: which conditions an event has, and how its response is laid out in space. */
@NullMarked
package org.showerforge.detector;

import org.jspecify.annotations.NullMarked;
