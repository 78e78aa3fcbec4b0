/** What the launcher looks at before it hands a job to YARN. */
@org.jspecify.annotations.NullMarked
package org.showerforge.jobs.yarn;
