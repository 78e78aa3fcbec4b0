/** From new data to a promoted generator, or to a reason why not. */
@NullMarked
package org.showerforge.jobs.refresh;

import org.jspecify.annotations.NullMarked;
