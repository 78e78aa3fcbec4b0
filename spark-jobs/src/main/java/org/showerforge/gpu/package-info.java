/**
 * What an executor needs before the application's classes are there: which devices are its own, and
 * how much memory it may take. Built into a small jar of its own for the executors' class path, so
 * this leans on Java and Spark alone.
 */
@org.jspecify.annotations.NullMarked
package org.showerforge.gpu;
