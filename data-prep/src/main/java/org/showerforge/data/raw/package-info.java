/** The formats that detector simulations come in, each behind one small reader. */
@NullMarked
package org.showerforge.data.raw;

import org.jspecify.annotations.NullMarked;
