/** What every module shares: the one exception that a user can act on. */
@NullMarked
package org.showerforge;

import org.jspecify.annotations.NullMarked;
