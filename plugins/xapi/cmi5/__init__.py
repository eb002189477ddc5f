"""Courses of cmi5: e-learning of others that tells what people do in it, in statements of xAPI.

https://github.com/AICC/CMI-5_Spec_Current (Quartz, first edition)
"""
