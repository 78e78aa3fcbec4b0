/**
 * A generator as an ONNX model: the whole cascade with its transforms as one graph, checked in ONNX
 * Runtime against our own sampler.
 */
@NullMarked
package org.showerforge.onnx;

import org.jspecify.annotations.NullMarked;
