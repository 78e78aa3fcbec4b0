/** The prepare job: raw files in, one validated and split data set out. */
@NullMarked
package org.showerforge.data.prepare;

import org.jspecify.annotations.NullMarked;
