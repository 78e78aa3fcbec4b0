/** A generator as an ONNX model, for programs without Spark. */
@NullMarked
package org.showerforge.jobs.export;

import org.jspecify.annotations.NullMarked;
