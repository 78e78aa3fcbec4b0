/** CSV as tables of numbers, read line by line in bounded memory. */
@NullMarked
package org.showerforge.data.csv;

import org.jspecify.annotations.NullMarked;
