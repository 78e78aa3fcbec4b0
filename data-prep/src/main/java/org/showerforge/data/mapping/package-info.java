/**
 * From a raw file's columns to events: which column is which condition or response, in which unit,
 * and which events are wanted.
 */
@NullMarked
package org.showerforge.data.mapping;

import org.jspecify.annotations.NullMarked;
