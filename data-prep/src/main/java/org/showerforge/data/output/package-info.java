/** Output that appears as a whole or not at all. */
@NullMarked
package org.showerforge.data.output;

import org.jspecify.annotations.NullMarked;
