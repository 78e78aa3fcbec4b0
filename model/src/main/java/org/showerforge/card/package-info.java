/**
 * Cards: the JSON beside every data set and generator that says what it is and where it came from.
 */
@NullMarked
package org.showerforge.card;

import org.jspecify.annotations.NullMarked;
