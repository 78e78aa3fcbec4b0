/** What is said before a job is handed to YARN, and by a driver in one of its containers. */
@org.jspecify.annotations.NullMarked
package org.showerforge.jobs.yarn;
