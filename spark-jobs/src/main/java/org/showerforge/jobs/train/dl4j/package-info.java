/**
 * ShowerForge's workers under DL4J's own averaging: the one place that knows dl4j-spark. The {@code
 * train} job does not come here; docs/architecture.md says why.
 */
@NullMarked
package org.showerforge.jobs.train.dl4j;

import org.jspecify.annotations.NullMarked;
